"""A text that means something to a shell, HTML, LaTeX, Markdown and typst, in several scripts."""

NASTY = "<script>alert('x')</script> a_b & $x^2$ #1 {} \\ \"q\" *b* `c` @d <e> = - 名前 Имя"
