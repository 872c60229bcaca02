"""What of torch goes into the frozen program: all that training needs, in place of all that there is.

PyInstaller runs this file instead of its own, which takes every module and every file of torch: headers, tests and the
compiler's back ends too. Left out is what no verb and no window ever imports; packaging/README.md says what it saves.
"""

from PyInstaller.utils.hooks import collect_data_files, collect_dynamic_libs, collect_submodules

NEVER_IMPORTED = (
    *("torch._export.serde", "torch._vendor.quack", "torch.ao.ns", "torch.ao.pruning"),
    *(f"torch._inductor.{part}" for part in ("autoheuristic", "codecache", "codegen", "compile_fx", "cudagraph_trees")),
    *(f"torch._inductor.{part}" for part in ("fx_passes", "graph", "ir", "kernel", "lowering", "pattern_matcher")),
    *(f"torch._inductor.{part}" for part in ("scheduler", "select_algorithm", "template_heuristics")),
    *(f"torch.distributed.{part}" for part in ("_tools", "checkpoint", "elastic", "optim", "pipelining")),
    *(f"torch.testing._internal.{part}" for part in ("codegen", "common_distributed", "common_fsdp", "common_modules")),
    *(f"torch.testing._internal.{part}" for part in ("common_methods_invocations", "common_nn", "common_optimizers")),
    *(f"torch.testing._internal.{part}" for part in ("common_quantization", "data", "generated", "inductor_utils")),
    *(f"torch.testing._internal.{part}" for part in ("jit_metaprogramming_utils", "jit_utils", "opinfo", "optests")),
    *(f"torch.utils.{part}" for part in ("benchmark", "bottleneck", "cpp_extension", "hipify", "tensorboard")),
)

# Of this only what other modules name.
_ON_DEMAND = ("torch.testing._internal",)


def _is_wanted(name):
    return not any(name == part or name.startswith(f"{part}.") for part in (*NEVER_IMPORTED, *_ON_DEMAND))


hiddenimports = collect_submodules("torch", filter=_is_wanted, on_error="ignore")
# torch looks for this program when it is imported, though nothing here shares tensors between processes.
datas = collect_data_files("torch", includes=["bin/torch_shm_manager"])
excludedimports = list(NEVER_IMPORTED)
# Parts of torch read their own source: what is scripted, and the modules that hold its settings.
module_collection_mode = "pyz+py"
warn_on_missing_hiddenimports = False
binaries = [
    (source, folder)
    for source, folder in collect_dynamic_libs("torch", search_patterns=["*.dll", "*.dylib", "*.so", "*.so.*"])
    # Operators for torch's own tests, and what is put beside them.
    if not any(part in source for part in ("test", "backend_with_compiler", "aoti_custom_ops"))
]
# torch finds its other libraries by where this one lies, so no links to them may lie elsewhere.
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]
