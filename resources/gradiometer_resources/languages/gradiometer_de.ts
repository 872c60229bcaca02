<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>gradiometer</name>
    <message>
        <source>
First / last: {number}, then {number_2}</source>
        <translation>
Erste / letzte: {number}, dann {number_2}</translation>
    </message>
    <message>
        <source>
Measured at step {step} and at step {step_2}</source>
        <translation>
Gemessen bei Schritt {step} und bei Schritt {step_2}</translation>
    </message>
    <message>
        <source>   Align by  </source>
        <translation>   Ausrichten nach  </translation>
    </message>
    <message>
        <source>   Histogram of  </source>
        <translation>   Histogramm  </translation>
    </message>
    <message>
        <source>   Layer  </source>
        <translation>   Schicht  </translation>
    </message>
    <message>
        <source>   Layers  </source>
        <translation>   Schichten  </translation>
    </message>
    <message>
        <source>  Profile and histogram at {lower}  </source>
        <translation>  Profil und Histogramm bei {lower}  </translation>
    </message>
    <message>
        <source>  Show  </source>
        <translation>  Zeigen  </translation>
    </message>
    <message>
        <source> (gain above their product)</source>
        <translation> (Verstärkung über ihrem Produkt)</translation>
    </message>
    <message>
        <source> (gain below their product)</source>
        <translation> (Verstärkung unter ihrem Produkt)</translation>
    </message>
    <message>
        <source> (in brackets: {window_in_words})</source>
        <translation> (in Klammern: {window_in_words})</translation>
    </message>
    <message>
        <source> (predicted {0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (seeds {ratio} to {ratio_2})</source>
        <translation> (Startwerte {ratio} bis {ratio_2})</translation>
    </message>
    <message>
        <source> (the loss was scaled: a scaler leaves such a step out)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (the network was changed at step {changed})</source>
        <translation> (das Netz wurde bei Schritt {changed} geändert)</translation>
    </message>
    <message>
        <source> ({0}..{1} over {2} seeds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Go to the newest step to change it.</source>
        <translation> Gehen Sie zum neuesten Schritt, um sie zu ändern.</translation>
    </message>
    <message>
        <source> It is the same for all sessions, in {name} of the axis that they share.</source>
        <translation> Sie ist für alle Sitzungen dieselbe, in {name} der Achse, die sie teilen.</translation>
    </message>
    <message>
        <source> Try {join}.</source>
        <translation> Versuchen Sie {join}.</translation>
    </message>
    <message>
        <source> and {0} more</source>
        <translation> und {0} weitere</translation>
    </message>
    <message>
        <source> and {value:.1%}{tell_mean}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> as the {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> at some time steps</source>
        <translation> bei manchen Zeitschritten</translation>
    </message>
    <message>
        <source> at step {point:g}</source>
        <translation> bei Schritt {point:g}</translation>
    </message>
    <message>
        <source> in layer {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> in some layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> is not allowed: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> level {0}{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> of a network that is no run of this lesson</source>
        <translation> eines Netzes, das kein Lauf dieser Lektion ist</translation>
    </message>
    <message>
        <source> of {stem}</source>
        <translation> von {stem}</translation>
    </message>
    <message>
        <source> or less</source>
        <translation> oder weniger</translation>
    </message>
    <message>
        <source> or more</source>
        <translation> oder mehr</translation>
    </message>
    <message>
        <source> over {0} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> report{kind}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> steps</source>
        <translation> Schritte</translation>
    </message>
    <message>
        <source> through {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> with {0} undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> {0} times, first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;#183;&amp;#183;&amp;#183; step</source>
        <translation>&amp;#183;&amp;#183;&amp;#183; Schritt</translation>
    </message>
    <message>
        <source>&amp;#9661; exact {format_value}</source>
        <translation>&amp;#9661; exakt {format_value}</translation>
    </message>
    <message>
        <source>&amp;#9661;&amp;nbsp;exact&amp;nbsp;0</source>
        <translation>&amp;#9661;&amp;nbsp;exakt&amp;nbsp;0</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>&amp;Über Gradiometer</translation>
    </message>
    <message>
        <source>&amp;All sessions</source>
        <translation>&amp;Alle Sitzungen</translation>
    </message>
    <message>
        <source>&amp;Branches…</source>
        <translation>&amp;Zweige …</translation>
    </message>
    <message>
        <source>&amp;Close session</source>
        <translation>Sitzun&amp;g schließen</translation>
    </message>
    <message>
        <source>&amp;Copy details</source>
        <translation>Einzelheiten &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>&amp;Drawing</source>
        <translation>&amp;Zeichnen</translation>
    </message>
    <message>
        <source>&amp;Every session of the folder</source>
        <translation>&amp;Jede Sitzung des Ordners</translation>
    </message>
    <message>
        <source>&amp;Exact surgery</source>
        <translation>&amp;Exakte Eingriffe</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>&amp;Export a plot…</source>
        <translation>Plot e&amp;xportieren …</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Find a command…</source>
        <translation>&amp;Befehl finden …</translation>
    </message>
    <message>
        <source>&amp;Four times as wide</source>
        <translation>&amp;Viermal so breit</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;Grow the network</source>
        <translation>Netz wachsen &amp;lassen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Lessons</source>
        <translation>Le&amp;ktionen</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Handbuch</translation>
    </message>
    <message>
        <source>&amp;New session…</source>
        <translation>&amp;Neue Sitzung …</translation>
    </message>
    <message>
        <source>&amp;Next part of the window</source>
        <translation>&amp;Nächster Teil des Fensters</translation>
    </message>
    <message>
        <source>&amp;Open a lesson file…</source>
        <translation>Lektionsdatei &amp;öffnen …</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Öffnen …</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Been&amp;den</translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation>Be&amp;richt …</translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>&amp;Show step {step}</source>
        <translation>Schritt {step} &amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Step ({first} to {last})</source>
        <translation>&amp;Schritt ({first} bis {last})</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Theory line in the profile</source>
        <translation>&amp;Theorielinie im Profil</translation>
    </message>
    <message>
        <source>&amp;Trials of this session</source>
        <translation>&amp;Versuche dieser Sitzung</translation>
    </message>
    <message>
        <source>&amp;Try changes beside a control…</source>
        <translation>Änderungen neben einer Kontrolle &amp;ausprobieren …</translation>
    </message>
    <message>
        <source>&amp;Twice as wide</source>
        <translation>&amp;Doppelt so breit</translation>
    </message>
    <message>
        <source>&amp;Undo the last change</source>
        <translation>Letzte Änderung &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Undo this change</source>
        <translation>Diese Änderung &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Watching</source>
        <translation>&amp;Beobachten</translation>
    </message>
    <message>
        <source>&amp;ensp;({NUM_NODES} of {width} neurons a layer)</source>
        <translation>&amp;ensp;({NUM_NODES} von {width} Neuronen je Schicht)</translation>
    </message>
    <message>
        <source>&amp;nbsp;&amp;nbsp;&amp;nbsp;= (2 / {shown}) ln( {product} · (1 + {shown_2}) / 2 − 1 ) = {shown_3} · {shown_4} = &lt;b&gt;{shown_5}&lt;/b&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;weight_gradient&apos; AS kind, first, count, steps, bins, data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(2 / |w|) · ln( |w| (1 + √(1 − 4/|w|)) / 2 − 1 )</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(because of: {0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>({0} decades)</source>
        <translation>({0} Dekaden)</translation>
    </message>
    <message>
        <source>**A border that follows the examples**: the network has learned them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**A dot on another colour**: an example that the network gets wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**A jump at a dashed line** is what a change did. Compare it with an untouched twin before you believe in it: see [Trials](trial.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**A layer whose bars cannot be seen** hardly learns: its gradient is small beside the longest bar of all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**A remedy&apos;s button** changes the running network at its next step, or begins a new session where it must; the change bears the finding&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**A sudden step** at a dashed line is what a change did.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**About**: the version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Above 0**: more gradient than the control. **At 0**: the change did nothing to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Activation**, **normalization**, **skip connections** and their weight, the scale of branches, where a Transformer normalizes, an LSTM&apos;s forget bias.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Adam and RMSprop** divide each gradient by its own recent size. They do not mend the gradient, but they take steps of like size in all layers, and so may crawl out of the plateau after some hundred steps. Only when the weights have grown by then does the gradient come back, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Adopt** a branch: the session goes on as it did. **Discard all** moves the branches&apos; files to the trash; what the trial has shown stays in the session and goes into its [report](figures.md). *Change a branch…* makes a further change to one of them. A window that is closed is taken up again under *Run &gt; Trials of this session*.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**All sessions** (Ctrl+B): the start page, a list of all sessions in your folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Axes**: log or linear, as on the screen or chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Back to the mark before** (Ctrl+Left), **On to the next mark** (Ctrl+Right): changes, findings and notes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Bands that close in on the middle**: the gradient vanishes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Bands that run outwards**: it explodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Bars in every layer**: all layers learn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Becoming lighter to the right** at the bottom: the network learns to carry it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Blue**: the gradient vanishes on its way to the input. **Orange**: it explodes. **Pale**: healthy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Branches…** (Ctrl+Shift+B): which session came from which.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Changes**: every change, event and note, with its step. A click jumps there; a right click offers to undo a change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Click a neuron** of the first hidden layer in the plot *Neurons*: beside the bars stand the 784 weights that it reads the digit with, as an image. At the start that is noise, and it should become a pattern. After 500 steps the images are still mostly the noise they began with, and the layers behind must make do with that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Close session** (Ctrl+W): back to a new default session; what was recorded stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Colours that change little from top to bottom**: the signal comes back to the first time steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Compact**: write a saved session anew as small as it goes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Compare sessions…**: two to eight in the same plots; see [Comparing sessions](comparing.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Continue from a snapshot**: go on from an earlier step, in a new session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Continue** trains on from the newest snapshot; *Run &gt; Continue from a snapshot* from an earlier one, or from any step behind the first, up to which the run is trained again. On the CPU the run goes on to the last bit as if it had never stopped; where that cannot be, an event says why. Snapshots (weights, optimizer, random states, order of the data) are taken about twice a minute, before each change, in pauses and at the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Copy diagnostics**: versions, device and the state of the session, for a report of a problem.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Ctrl+K** finds every command by a word of it; Ctrl+/ lists all keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Cures** are buttons that change the running network, with a table of before and after.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Curves close together**: the layers learn at a like speed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Curves that shoot up together**: an explosion; the loss usually follows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Dark at the bottom**: it vanishes through time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Dash-dotted line and band**: the gradient norm of every layer that mean-field theory predicts for this depth, these widths, this activation, initialization, normalization and skip connections; 5 to 95 % of single draws lie in the band. The legend says how far theory may be off, in decades.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Dash-dotted line with a band**: what theory predicts of weights as they were drawn (*View &gt; Theory line in the profile*); 5 to 95 % of single draws lie in the band. **Triangles** at the bottom: exact zeros. **Diamonds**: published values, in lessons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Data beside it**: the data exactly as drawn, those at full resolution, and a JSON with session, settings, changes, seed and versions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Dots and line**: the quantity chosen under *Show*, at the newest step, or at the step that you look back at. To begin with it is the weight gradient norm, on a log axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Dots**: the measured norms of a first real batch, with the very weights that training would begin with. Triangles are exact zeros.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Dotted line across**: the value that a quantity is best near to, 1 for the gain, 0.001 for the update : weight ratio.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Dotted line**: the same at step 0. **Dashed line**: the step before the last change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Exact surgery**: changes that move no output; see [Changing a running network](changing.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Exploding.** The eight ELU layers have a learning rate of 0.5, which is too much: one update makes the next gradient larger, and within a few steps it is beyond what floats can hold: NaN. *Clip to length 1, He&apos;s weights* draws new weights and lets no gradient be longer than 1: the direction stays, the step is bounded, and the same network learns at the same learning rate. Clipping does nothing for a gradient that vanishes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Export a plot…** (Ctrl+E), **Export animation…**, **Report…** (Ctrl+R), **Export TensorBoard event files…**: see [Figures and reports](figures.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**F6** and Shift+F6 go from part to part of the window; *View &gt; Go to* names a key for each panel and plot, Ctrl+4 for the profile, say.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Falling to the left**: the gradient vanishes through time; the early steps teach nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Falling towards the input**: the gradient vanishes on its way back. In the picture on the right each layer of six sigmoid layers has only a part of the gradient of the one behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Find a command…** (Ctrl+K): type a word, and press Enter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Findings**: what is wrong; see [Findings and rule sets](findings.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**First step** (Home), **Newest** (End): the ends of the session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Flat at the loss of a guess** (2.30 for ten classes of equal size): nothing is learned. See which layers starve in the [profile](plot-profile.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Flat**: every layer learns at a like speed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Formats**: PDF embeds its fonts, SVG keeps text as text, PNG has any resolution, PGF (where a LaTeX is installed) takes the letters of the document around it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**GRU.** Its update gate does both, keep and write. With PyTorch&apos;s weights it starts at 1/2, like an LSTM with b = 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Gain 0.25**: ten such layers leave a millionth of the signal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Gain near 1**: the layer passes the signal on at its size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Go to**: put the focus into a panel or a plot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Gradient clipping**: by the total norm, layer by layer, or by value; and its threshold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Grow the network**: deeper or wider, computing the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**How this is measured.** PyTorch&apos;s own LSTM computes all time steps in one call, and no gradient with respect to an inner hₜ ever shows outside. So here the steps are unrolled in a loop of the program, and at a closer look autograd is asked to keep the gradient of every hₜ and cₜ. It is the total derivative: through everything that hₜ touches later. The runs use float64: the length of a gradient is a root of squares, and float32 ends at 10⁻⁴⁵, the square of 3·10⁻²³.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**How to read it**: formula and meaning of the quantity shown, with the newest numbers in it; see [The quantities](quantities.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**How to read the plots**: a sentence for each plot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Is it the same here?** The printed curves are of one network each, and so are yours. Other weights shift a curve by up to a factor of two or a little more; your run of four layers may differ by 2.3 somewhere, and that says nothing. What counts is the *check over 21 seeds*: it trains 21 networks of each depth and holds their median against the printed curve at each of these epochs. It takes a few minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**It takes |w| ≥ 4**, because σ′ ≤ 1/4. But a large w also sits *inside* σ′: the larger it is, the faster wa + b runs away from 0, and the faster σ′ falls. For a given w and b, the factor is at least 1 only for a in one interval, and its width is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Keyboard shortcuts** (Ctrl+/): all keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**LSTM.** The cell c is a store. Per step it keeps the share f = σ(b + …) of itself, and on its way back ∂C/∂c is multiplied with f as well. Is it the cell that makes an LSTM remember, whatever its weights? Not by itself: with b = 0 half of the store is lost in each step. **With b = 1, a common advice, f is 0.73, and a hundred steps back nothing is left.**</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Layers decades below the others** hardly learn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Lesson**: the text, runs and checks of a lesson, once one is chosen; see [Lessons](lessons.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Level**: what happened at the first time steps can be learned from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Manual** (F1): these pages; with the focus in a plot or a panel, the page about it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Map of first/last ratio…**: many networks before training; see [the map](map.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Network and training**: what can be changed while it runs; see [Changing a running network](changing.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**New session…** (Ctrl+N): choose network, data and training; see [Pre-flight](preflight.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**No bar at all for one neuron**: its gradient is 0; of a ReLU, it may be dead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Noise.** The smooth curves of lesson 4 took all digits in each step. Run the same three layers with batches of 10: every curve is ragged now. The slider *Smoothing* averages the noise away; the raw line stays faintly beneath. The distance between the layers&apos; curves comes out much the same: hidden 1 has a tenth to a thirtieth of hidden 3, both with the noise and without. Their height does not: the length of a noisy arrow has the noise in it, which no average of lengths removes, so once the gradient itself has become small the curves of small batches lie higher.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**One measured step back** (Left), **One measured step on** (Right).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**One pale colour, or a straight border** after hundreds of steps: the hidden layers do not learn. Look at the [profile](plot-profile.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Open recent**: what was open lately.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Open the sample session**: a recorded session that opens at once, to look around in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Open the session of a figure…**: the session that an exported figure shows, at the same view.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Open…** (Ctrl+O): a session, a figure or a script.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Optimizer**, **learning rate**, **momentum**, **weight decay**. Another optimizer begins with empty moments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Pin a note…** (Ctrl+M): a text at a step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Published curves** lie dashed beneath the live ones; diamonds in the profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Quit** (Ctrl+Q).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**RNN.** Each step back multiplies with the recurrent weights and with the slope of tanh. PyTorch draws those weights so that in the long run a step leaves about 1/√3 = 0.577 of a gradient, and 0.577⁹⁹ is 2·10⁻²⁴. Single networks scatter by some decades: what counts is the check over 5 seeds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Re-initialize** draws the weights of all layers, or of the chosen one, anew by a law: N(0, 1), N(0, 1/fan_in), Xavier, He, orthogonal, PyTorch&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Replay** (P): play the session from where you look.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Reset the layout**: every dock where it was at first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Rings**: the norm after clipping, where clipping has made it smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Rising to the left**: it explodes; clipping by the total norm is the usual cure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Rising towards the input**: the gradient explodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Rising**: it diverges.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Run it** on digits: eight hidden layers, with three kinds of neurons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Run it.** The same chain as a network that trains: it should say 0 for x below 1/2 and 1 above. Gain, gate and weights of each layer are these factors, measured; they are averages over examples, so the product need not be exact.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Save a copy…**, **Save a copy without snapshots…**: a second file; this one stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Save as a script…**: the session as TOML, which trains it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Save as…** (Ctrl+Shift+S): keep the session in another file from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Sessions** lists the files; take a tick away to hide one. **Differences** tabulates what was set differently and how it came out; *Show what is equal, too* lists everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Settings…** (Ctrl+,): theme, size of letters, language, the sessions folder, and what new sessions record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Show all steps** (Ctrl+0): in all plots over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Show the log folder**: where the program writes what it does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Show** goes to the plot, layer and step that are the evidence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Show**: the quantity of profile and norms. **Layer**: the chosen layer; a click on a layer in a plot chooses it too. **Histogram of**: what histogram and heat map count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Start / Pause**, **Step**, **Stop**: train, make one step, end the session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Start a lesson…** (Ctrl+L): the list of lessons; see [Lessons](lessons.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Start** (Space): train, or pause; of a saved session, continue it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Step** (N): make one step and hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Still on the theory line** after some hundred steps: nothing has been learned; a network that learns leaves the line within 10 to 100 steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Stop** (Ctrl+.): end this session; what it recorded stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Style**: size, font, letters, lines, colours, title, legend. `single`, `double`, `slide`, `thesis` and `print` come with the program; your own have a name, and are TOML files to hand on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Take the tour**: six steps around the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**The identity neuron** (second tab) is such a case by design. Expand σ about z = 0, with x = ½ + Δ, w₁ small and b = −w₁/2: w₂σ(w₁x + b) = w₂/2 + w₂w₁Δ/4 − … With w₂ = 4/w₁ the neuron passes x on, up to a constant that the next bias takes up. Its largest error on [0, 1] is about w₁²/96. The weight from one such neuron to the next is w₁w₂ = 4: just at the edge where a factor can be 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**The sentence below**: the first layer&apos;s gradient beside the last one&apos;s, and what it means; then red flags, findings, and what to try.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**The sentence** that a report needs: by how many decades, by how much loss, in how many seeds, and what the null fork did.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**The slope.** A sigmoid&apos;s is 1/4 at most. That of ReLU, LeakyReLU and ELU is 1 for positive values. One switch, and the gradient comes back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**The table**: for each branch the first layer&apos;s norm and the loss against the control&apos;s, over the last tenth of the steps; whether the finding is gone; in how many orders of the data both agree; how far the change goes at once; what a step costs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**The way around.** BatchNorm divides what enters each activation by its spread over the batch, and the gradient on its way back by the same number: in the deep layers of a starving network the examples hardly differ, the spread is tiny, and the gradient gains what it had lost. LayerNorm divides by the spread over the layer&apos;s neurons instead. These have different biases, so that spread is about 1 already, and nothing is gained. A skip connection adds a layer&apos;s input to its output, so that the gradient has a way back with a factor of 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**The weights.** He&apos;s law (variance 2/fan_in) makes up for the half of the slopes that ReLU sets to 0; Xavier&apos;s (2/(fan_in + fan_out)) is right where the slope is about 1. With the sigmoid left in place neither is enough: both lift the first layer by a decade or two, out of more than four.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**The width matters, too.** In a chain of single neurons a factor is a single random number, and one unlucky weight or one dead ReLU ends it all. In a wide layer chance averages out, and the line is straight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Theme**: as the system, light or dark. **Drawing**: how much time drawing may take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Then let it train.** Within fifty steps the bars of both layers shrink to a fiftieth or less, because the output settles. Those of the first layer come close to those of the second then: there is but one layer between them. Lesson 4 shows what becomes of more layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Theory line in the profile**: what theory predicts of the weights as they were drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Training falls, held-out rises**: the network learns its examples by heart; no gradient plot will show that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Try changes beside a control…** (Ctrl+T), **Trials of this session**: see [Trials](trial.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Try them beside a control** forks the session and tries the remedies on the same examples: see [Trials](trial.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Undo the last change** (Ctrl+Z): go on from before it, in a new session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Up and down**: the learning rate is too large, or the batch too small.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Watching**: how much of the training time measuring may take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**What happens.**</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**What the runs are.** Batches of 10, learning rate 0.1, L2 with λ = 5.0 (a weight decay of 5.0 / 50,000), cross-entropy on sigmoid outputs, weights drawn from N(0, 1/fan_in) and biases from N(0, 1). 30 epochs are 150,000 steps: some minutes each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**What to expect.** Other weights and another order of the digits move an accuracy by one or two tenths of a percent. That is as much as the printed numbers differ, so their order is no finding. That depth brings nothing is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**What to look for**, and **checks** that say whether the run agrees with the published numbers, and by how much. A check over several seeds runs in the background, and can be cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Why a factor.** On its way back through a layer the gradient is multiplied with the weights and with the activation&apos;s slope, wσ′(z). The sigmoid&apos;s slope is 1/4 at most, and these weights are about 1/√30 each. Such factors multiply, so the speed falls exponentially with the number of layers behind. This is the vanishing gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Why ln T.** For a large b, f = 1/(1 + e⁻ᵇ) is about exp(−e⁻ᵇ), and over T steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**Will your numbers be the same?** No: they depend on the weights that are drawn. *Check* draws forty networks and gives the median, and the band in which nine of ten lie. The printed numbers should lie inside that band and within a factor of two of the median.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**activation** (`activation`): All in one bin: the layer says the same of every example. Zeros: units that are switched off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**decision surface** (`surface`): `on a grid of 32 x 32 points: the index of the class with the largest output, plus 0.999 times its softmax probability`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**delta norm (speed of learning)** (`delta_norm`): `|dC/dbeta_l| for a bias beta_l added at the activation&apos;s input`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**delta of the forget gate** (`forget_delta`): `|dC/df_t|, f_t what the forget gate reads at time step t, before its own function`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**exact**: the network computes the same. **ramped**: it goes by degrees. **immediate**: it computes something else at once. **destructive**: weights are lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**gain** (`gain`): `delta per example of layer l / that of layer l + 1`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**gate** (`gate`): `rms(phi&apos;(z_l)) over units and examples`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**gradient of each unit** (`unit_gradient`): `dC/dbeta_j for a bias beta_j added at the input of unit j: the mean over the batch`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**gradient of the cell** (`cell_gradient`): `|dC/dc_t|`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**gradient of the state** (`hidden_gradient`): `|dC/dh_t|`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**held-out accuracy** (`held_out_accuracy`): `share of the held-out examples`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**held-out loss** (`held_out_loss`): `mean over the held-out examples`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**pre-activation** (`pre_activation`): Hills beyond 4 (2^2) saturate a sigmoid or a tanh; all left of zero, a ReLU is switched off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**total gradient norm** (`gradient_norm`): `sqrt(sum of squares over all parameters), before clipping`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**training accuracy** (`accuracy`): `share of the batch&apos;s answers whose largest output is the label&apos;s; of numbers, that are off by less than 0.04, or behind a sigmoid on the right side of 1/2`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**training loss** (`loss`): `mean over the batch`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**update** (`update`): Compare with the weights: an update is healthy some ten powers of two (a thousandth) below them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**weight factor** (`weight_factor`): `|W_{l+1}|_F / sqrt(N_{l+1}): the rms length of the rows of the layer behind`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**weight gradient norm** (`weight_gradient_norm`): `|dC/dW_l|: sqrt(sum of squares) over the layer&apos;s weights, before clipping`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**weight gradient per parameter** (`weight_gradient_rms`): `|dC/dW_l| / sqrt(number of weights): the rms of one weight&apos;s gradient, before clipping`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**weight gradient** (`weight_gradient`): A healthy layer has two broad hills; a vanishing one has narrow hills close to the middle; a one-sided one moves all weights alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**weight** (`weight`): Hills that run outwards: weights that grow without end. Two far apart: a layer that was drawn too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**{0}** ({1}, {2}) {3}

{4}, by the rule {5} of {6}; {7}; remedies: {8}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>**σ′ is never above 1/4**, and it is 1/4 only at z = 0. Weights drawn in the usual way are mostly below 1 in size. Then each factor wⱼσ′(zⱼ) is below 1/4, and each further layer costs the gradient another factor of that kind. The bias of the third neuron has two such factors fewer, so it learns some 16 times faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Align by* in the tool bar chooses the shared axis: the steps, the training time, or the steps since each session&apos;s first change. Profile and histogram show one position on that axis: move the slider, click into norms or loss, or press *Newest*. *Layers* chooses up to five layers for norms and ratios; they are counted from the input or from the output, so that networks of different depth can be held against each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Epoch e* is the gradient after e updates, which is step e.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*File &gt; All sessions* (Ctrl+B) lists them, with the profile of each, its structure, steps, last loss and findings. Type to search; click a heading to sort; F2 renames. Sessions can carry tags and a note, be duplicated, compared, or go to the system&apos;s trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*File &gt; Compare sessions* asks for the files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*File &gt; Export a plot* (Ctrl+E), or *Export* in a plot&apos;s context menu. A figure is drawn from the recorded data, not from the screen, at a physical size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*File &gt; Export a plot* makes a figure of it, *File &gt; Report* a document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*File &gt; Export animation* lets a plot run through the steps, as MP4, GIF or pictures. *File &gt; Export TensorBoard event files* writes scalars, histograms, texts and hyper-parameters; TensorBoard keeps float32, where 1e-50 is 0, so each norm stands there as its log10 too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*File &gt; New session* says, while you choose, what will become of the network: before anything has trained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*File &gt; Report* (Ctrl+R) writes one file that needs no network and no script: summary, structure, settings, the time line of changes, findings with evidence and remedies, trials, figures with captions that state numbers, notes, screenshots, the commands that make it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*File &gt; Save as a script* writes a session down as TOML: experiment, every change at its step, and when it was measured. Opened, or dropped onto the window, it is trained again, on the processor the same to the last bit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Help &gt; Take the tour* points at the parts of the window; *File &gt; Open the sample session* opens a recorded cure to look around in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Judged by* chooses another rule set: as published (AWS SageMaker Debugger, AutoTrainer, DeepDiagnosis, BTTackler, torchmortem), your own (*Rules of my own*), or *All*, a table of who would have said what, and when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Network and training* changes the network at its next step, with no restart. Every change is a line on the plots and an entry in *Changes*, which says how far it went.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Run &gt; Exact surgery* changes the network without changing what it computes: sigmoid for tanh, BatchNorm inserted or folded into the weights, skip connections at weight 0. What would not be exact rests, and its tip says why. An exact swap cures nothing by itself: it takes the jump away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Run &gt; Grow the network* adds a layer that changes nothing, or makes all layers wider (Net2Net). The result is a new session that goes on from the same function.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Run &gt; Pin a note* (Ctrl+M) pins a text to a step: a marker on the plots, a line in the list, part of figures and reports.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Run &gt; Try changes beside a control* (Ctrl+T) forks the session as it stands, or before any of its steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Run &gt; Undo the last change* (Ctrl+Z), or *Undo this change* in the menu of the list, goes on from before a change in a new session; all that came after it stays in the old file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Try them beside a control*, below a finding, tries the remedies of that finding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*View &gt; Drawing &gt; Fast training* lets drawing take less. Close plots that you do not need: only those on the screen are drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*View &gt; Reset the layout* puts every dock back where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*Without* the constant small w₁ do not do: at x = ½ the neuron&apos;s slope is less than w₁ times its value, and that of x is twice its value. With w₁ ≤ 1 the largest error cannot be below 0.26, whatever w₂ and b are. The exercise in the book asks for w₂σ(w₁x + b) alone; take the constant as understood.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*exact*, *ramped*, *immediate*, *destructive* say how far the change moved the network at once. An exact swap cures nothing by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>*ubyte *ubyte.gz *idx*</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, exactly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, inside the band of the seeds</source>
        <translation>, innerhalb des Bandes der Startwerte</translation>
    </message>
    <message>
        <source>, no more are recorded</source>
        <translation>, mehr sind nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>, ratio {value:.2g}</source>
        <translation>, Verhältnis {value:.2g}</translation>
    </message>
    <message>
        <source>, the last one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, where 255 stands for 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, with a point and not a comma</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, within {error_decades:.2g} decades</source>
        <translation>, innerhalb von {error_decades:.2g} Dekaden</translation>
    </message>
    <message>
        <source>, {0} the band of the seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, {0} {1} without a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, {num_joined} in a column</source>
        <translation>, je {num_joined} in einer Spalte</translation>
    </message>
    <message>
        <source>, {value:.2g} x the predicted {format_value}</source>
        <translation>, {value:.2g} x das vorhergesagte {format_value}</translation>
    </message>
    <message>
        <source>- - before the change: step</source>
        <translation>- - vor der Änderung: Schritt</translation>
    </message>
    <message>
        <source>- - published</source>
        <translation>- - veröffentlicht</translation>
    </message>
    <message>
        <source>-ln softmax(z)_y</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>-sum_k [y_k ln a_k + (1 - y_k) ln(1 - a_k)]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 (below {0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 (below {smallest})</source>
        <translation>0 (unter {smallest})</translation>
    </message>
    <message>
        <source>0 to {high}</source>
        <translation>0 bis {high}</translation>
    </message>
    <message>
        <source>0: it was done. 2: what was asked for is not possible, and a sentence says why. `doctor` returns 1 for a severe finding that has not ended, `lesson` where a number does not agree, `verify` where a file is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 % of the time</source>
        <translation>1 % der Zeit</translation>
    </message>
    <message>
        <source>1 / (1 + exp(-z))</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 Bild</translation>
    </message>
    <message>
        <source>1 less the median of the last ten measured losses by the mean of the first three, or by the loss of a guess where that is less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 less the newest loss by the oldest in the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 session</source>
        <translation>1 Sitzung</translation>
    </message>
    <message>
        <source>1 step (at once)</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>1 where a BatchNorm in training mode was seen to normalize a single example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 where a class was found that no training example has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 where labels were found that the network cannot put out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 where the hidden layers&apos; activation is flat on both sides: sigmoid, tanh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 where the hidden layers&apos; activation is {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 where the loss or the gradient is not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1. Press Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1.0507 (z if z &gt; 0 else 1.6733 (exp(z) - 1))</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1/2 sum_k (y_k - a_k)^2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1/2 sum_k (y_k - z_k)^2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>10^{0} times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1280 x 720 pixels</source>
        <translation>1280 x 720 Pixel</translation>
    </message>
    <message>
        <source>1920 x 1080 pixels</source>
        <translation>1920 x 1080 Pixel</translation>
    </message>
    <message>
        <source>1: the order in which the session itself would go on. More: the same trial over other orders too, for a mean with an interval.</source>
        <translation>1: die Reihenfolge, in der die Sitzung selbst weitergehen würde. Mehr: derselbe Versuch auch über andere Reihenfolgen, für ein Mittel mit Intervall.</translation>
    </message>
    <message>
        <source>2. See the first layers starve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>20 % of the time</source>
        <translation>20 % der Zeit</translation>
    </message>
    <message>
        <source>3. Change the network while it runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3x3 convolutions in pairs; with skip connections a residual network.</source>
        <translation>3x3-Faltungen in Paaren; mit Skip-Verbindungen ein Residualnetz.</translation>
    </message>
    <message>
        <source>4. Watch the gradient come back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5 % of the time</source>
        <translation>5 % der Zeit</translation>
    </message>
    <message>
        <source>5. Look back, keep, show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>50 % of the inputs outside -5 and 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>70 % of a ReLU layer&apos;s outputs at or below 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>: both learn alike</source>
        <translation>: Beide lernen gleich</translation>
    </message>
    <message>
        <source>: neuron 1 learns nothing</source>
        <translation>: Neuron 1 lernt nichts</translation>
    </message>
    <message>
        <source>: neuron 1 learns {shown} times faster</source>
        <translation>: Neuron 1 lernt {shown}-mal schneller</translation>
    </message>
    <message>
        <source>: neuron 1 learns {shown} times slower</source>
        <translation>: Neuron 1 lernt {shown}-mal langsamer</translation>
    </message>
    <message>
        <source>: where z&amp;nbsp;=&amp;nbsp;0, the factor |w&amp;nbsp;σ′(z)| is just 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>: {sum} of {num_checks_of_name} agree</source>
        <translation>: {sum} von {num_checks_of_name} stimmen überein</translation>
    </message>
    <message>
        <source>; held-out {pair}</source>
        <translation>; zurückgehalten {pair}</translation>
    </message>
    <message>
        <source>; it failed in {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; null fork {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; published {point:.3g}{when}{who}</source>
        <translation>; veröffentlicht {point:.3g}{when}{who}</translation>
    </message>
    <message>
        <source>&lt;b&gt;&amp;#9679; step {step}&lt;/b&gt;</source>
        <translation>&lt;b&gt;&amp;#9679; Schritt {step}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>&lt;b&gt;Before training&lt;/b&gt;</source>
        <translation>&lt;b&gt;Vor dem Training&lt;/b&gt;</translation>
    </message>
    <message>
        <source>&lt;b&gt;Histogram of the {title}&lt;/b&gt;</source>
        <translation>&lt;b&gt;Histogramm: {title}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>&lt;b&gt;Layer {layer}&lt;/b&gt;: |δ{name}| = {shown} · |δ{after}| = &lt;b&gt;{shown_2}&lt;/b&gt;; about gate · weights = {product} = {shown_3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Layer {layer}&lt;/b&gt;: δ{name} = φ′(z{name}) · w{after} · δ{after} = {product} = &lt;b&gt;{shown}&lt;/b&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Neuron {j}&lt;/b&gt;: z{index} = {came} = {product}{plus} = {shown}&lt;br&gt;&lt;span style=&quot;color:{training}&quot;&gt;■&lt;/span&gt; σ(z{index}) = {shown_2}&amp;emsp;&lt;span style=&quot;color:{held_out}&quot;&gt;■&lt;/span&gt; σ′(z{index}) = {shown_3}, at most 0.25</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Output&lt;/b&gt;: δ = ∂C/∂z = z − y, |δ| = {shown}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Smoothing&lt;/b&gt; of all curves over time. {now}&lt;p&gt;{weigh}; the curve as measured stays faintly visible beneath. Of what stands on a log axis the logarithms are averaged. The window grows with {seen}.{same} Zoomed out, the middles between least and largest value are averaged.&lt;/p&gt;</source>
        <translation>&lt;b&gt;Glättung&lt;/b&gt; aller Kurven über die Zeit. {now}&lt;p&gt;{weigh}; die gemessene Kurve bleibt blass darunter sichtbar. Auf einer logarithmischen Achse werden die Logarithmen gemittelt. Das Fenster wächst mit {seen}.{same} Weit herausgezoomt werden die Mitten zwischen kleinstem und größtem Wert gemittelt.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;b&gt;{name}&lt;/b&gt;: incoming weights before step {step}</source>
        <translation>&lt;b&gt;{name}&lt;/b&gt;: eingehende Gewichte vor Schritt {step}</translation>
    </message>
    <message>
        <source>&lt;span style=&quot;color:{color}&quot;&gt;-&amp;#183;- theory{within}&lt;/span&gt;</source>
        <translation>&lt;span style=&quot;color:{color}&quot;&gt;-&amp;#183;- Theorie{within}&lt;/span&gt;</translation>
    </message>
    <message>
        <source>&lt;span style=&quot;color:{faint}&quot;&gt;examples cannot be read&lt;/span&gt;</source>
        <translation>&lt;span style=&quot;color:{faint}&quot;&gt;Beispiele nicht lesbar&lt;/span&gt;</translation>
    </message>
    <message>
        <source>&lt;span style=&quot;color:{faint}&quot;&gt;no theory&lt;/span&gt;</source>
        <translation>&lt;span style=&quot;color:{faint}&quot;&gt;keine Theorie&lt;/span&gt;</translation>
    </message>
    <message>
        <source>&lt;span style=&quot;color:{held_out}&quot;&gt;&amp;#9632;&lt;/span&gt;&amp;nbsp;−{reach:.3g} to &lt;span style=&quot;color:{training}&quot;&gt;&amp;#9632;&lt;/span&gt;&amp;nbsp;{reach:.3g}</source>
        <translation>&lt;span style=&quot;color:{held_out}&quot;&gt;&amp;#9632;&lt;/span&gt;&amp;nbsp;−{reach:.3g} bis &lt;span style=&quot;color:{training}&quot;&gt;&amp;#9632;&lt;/span&gt;&amp;nbsp;{reach:.3g}</translation>
    </message>
    <message>
        <source>&lt;span style=&quot;color:{note}&quot;&gt;-&amp;#183;- theory, within {within:.2g} decades&lt;/span&gt;</source>
        <translation>&lt;span style=&quot;color:{note}&quot;&gt;-&amp;#183;- Theorie, innerhalb von {within:.2g} Dekaden&lt;/span&gt;</translation>
    </message>
    <message>
        <source>&lt;span style=&quot;color:{training}&quot;&gt;&amp;#9644;&lt;/span&gt; {training_2}&amp;ensp;&lt;span style=&quot;color:{held_out}&quot;&gt;&amp;#9679;&lt;/span&gt; held-out</source>
        <translation>&lt;span style=&quot;color:{training}&quot;&gt;&amp;#9644;&lt;/span&gt; {training_2}&amp;ensp;&lt;span style=&quot;color:{held_out}&quot;&gt;&amp;#9679;&lt;/span&gt; zurückgehalten</translation>
    </message>
    <message>
        <source>&lt;span style=&quot;color:{training}&quot;&gt;&amp;#9679; first batch&lt;/span&gt;</source>
        <translation>&lt;span style=&quot;color:{training}&quot;&gt;&amp;#9679; erster Batch&lt;/span&gt;</translation>
    </message>
    <message>
        <source>&lt;span style=&quot;color:{training}&quot;&gt;■&lt;/span&gt;&amp;nbsp;output&amp;ensp;&lt;span style=&quot;color:{faint}&quot;&gt;■&lt;/span&gt;&amp;nbsp;x</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;span style=&quot;color:{warning}&quot;&gt;&amp;#9632;&lt;/span&gt;&amp;nbsp;NaN or Inf</source>
        <translation>&lt;span style=&quot;color:{warning}&quot;&gt;&amp;#9632;&lt;/span&gt;&amp;nbsp;NaN oder Inf</translation>
    </message>
    <message>
        <source>A **null fork** off the line is the noise that a claim has to pass; on the processor it is exactly 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A 1 for each hidden neuron.</source>
        <translation>Eine 1 für jedes verdeckte Neuron.</translation>
    </message>
    <message>
        <source>A ReLU that is on passes the gradient whole, and weights of variance 2/fan_in keep its size from layer to layer (He et al. 2015).</source>
        <translation>Eine ReLU, die an ist, lässt den Gradienten ganz durch, und Gewichte der Varianz 2/fan_in erhalten seine Größe von Schicht zu Schicht (He et al. 2015).</translation>
    </message>
    <message>
        <source>A ReLU unit that is dead gets no gradient and stays dead.</source>
        <translation>Eine tote ReLU-Einheit bekommt keinen Gradienten und bleibt tot.</translation>
    </message>
    <message>
        <source>A Transformer is normalized step by step: choose LayerNorm.</source>
        <translation>Ein Transformer wird Schritt für Schritt normalisiert: Wählen Sie LayerNorm.</translation>
    </message>
    <message>
        <source>A Transformer&apos;s heads share its width, and its positions are told by as many sines and cosines: copied units would read other ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A batch of one has no variance to be normalized by.</source>
        <translation>Ein Batch der Größe eins hat keine Varianz, mit der sich normalisieren ließe.</translation>
    </message>
    <message>
        <source>A batch of {batch} has no variance: begin a session with a larger one.</source>
        <translation>Ein Batch von {batch} hat keine Varianz: Beginnen Sie eine Sitzung mit einem größeren.</translation>
    </message>
    <message>
        <source>A branch of {num_parameters} parameters takes about {size} of memory</source>
        <translation>Ein Zweig mit {num_parameters} Parametern braucht etwa {size} Speicher</translation>
    </message>
    <message>
        <source>A button for each **run**: it begins a session of its own, with the settings of the book.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A cell hands the gradient back through time along a sum, and not a product (Hochreiter &amp; Schmidhuber 1997).</source>
        <translation>Eine Zelle reicht den Gradienten entlang einer Summe durch die Zeit zurück, nicht entlang eines Produkts (Hochreiter &amp; Schmidhuber 1997).</translation>
    </message>
    <message>
        <source>A cell that a forget gate keeps from one time step to the next.</source>
        <translation>Eine Zelle, die ein Vergesstor von Zeitschritt zu Zeitschritt behält.</translation>
    </message>
    <message>
        <source>A cell that differs from theory by more than its seeds scatter: too few units, or too deep for theory&apos;s precision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A cell then keeps its content for about as many steps T as a sequence has (Tallec &amp; Ollivier 2018).</source>
        <translation>Eine Zelle behält ihren Inhalt dann etwa so viele Schritte T, wie eine Folge hat (Tallec &amp; Ollivier 2018).</translation>
    </message>
    <message>
        <source>A chain of single neurons</source>
        <translation>Eine Kette einzelner Neuronen</translation>
    </message>
    <message>
        <source>A chain of single neurons: every factor w s&apos;(z) as a bar, with sliders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A change waits for the next step: make one first.</source>
        <translation>Eine Änderung wartet auf den nächsten Schritt: Machen Sie ihn zuerst.</translation>
    </message>
    <message>
        <source>A closer look needs more time, so it comes as often as the watching budget allows (*Run &gt; Watching*). A change is always looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A colour for each session and a dash for each layer. Click to move the position that profile and histogram show. Choose other layers with the button above.</source>
        <translation>Eine Farbe je Sitzung und eine Strichart je Schicht. Ein Klick verschiebt die Position, die Profil und Histogramm zeigen. Andere Schichten wählen Sie mit dem Knopf oben.</translation>
    </message>
    <message>
        <source>A colour for each session, a dash for each layer. Where steps share a pixel, a band from the least to the largest value. *Smoothing* averages; as measured, the curves stay faintly visible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A column for each layer, with a bar for each of its first neurons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A control that means nothing for this network is disabled, and its tip says why. Depth, widths, data, batch size, loss, seed, device and precision are fixed for a session: *File &gt; New session*.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A copy needs a name of its own</source>
        <translation>Eine Kopie braucht einen eigenen Namen</translation>
    </message>
    <message>
        <source>A curve for each layer in its own colour, of the quantity chosen under *Show*. Where several steps share a pixel, a band reaches from the least to the largest value. Upright lines mark changes (dashed), findings (dotted) and notes (dash-dotted). *Smoothing* averages the curves; as they were measured they stay faintly visible beneath. In lessons, published curves are dashed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A curve for each recurrent layer against the time step of the sequence, on a log axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A curve for each recurrent layer at the newest closer look. The signal sets out from the last time step, on the right, and comes back to the first, on the left. The box above chooses what is shown: the state, the cell of an LSTM, or what a gate reads. The chosen layer&apos;s curve is bold; triangles at the bottom are exact zeros.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A curve for each session with a marker for each layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A dashed line at each note.</source>
        <translation>Eine gestrichelte Linie bei jeder Notiz.</translation>
    </message>
    <message>
        <source>A dashed line where something severe began.</source>
        <translation>Eine gestrichelte Linie, wo etwas Schweres begann.</translation>
    </message>
    <message>
        <source>A dashed line where the network was changed.</source>
        <translation>Eine gestrichelte Linie, wo das Netz geändert wurde.</translation>
    </message>
    <message>
        <source>A decision surface is there where a network tells classes by two inputs</source>
        <translation>Eine Entscheidungsfläche gibt es, wo ein Netz Klassen anhand von zwei Eingaben unterscheidet</translation>
    </message>
    <message>
        <source>A deep network that does not learn usually has a reason you can see: the gradient dies, or blows up, on its way back to the first layers. In five minutes you see it die, and bring it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A family that is installed, such as DejaVu Sans.</source>
        <translation>Eine installierte Familie, etwa DejaVu Sans.</translation>
    </message>
    <message>
        <source>A file cannot be opened, or is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A finding ends when it holds no more, and that is recorded too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A finding says what is wrong: in which layers, since when, how strongly, for how many checks in a row, by which rule and by whose threshold, and what to do about it, the best first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A flat line means that every layer learns at a like speed. A line that falls towards the input means that the gradient vanishes on its way back; one that rises, that it explodes. The dash-dotted line is what theory expects of weights as they were drawn: a network that learns leaves it.</source>
        <translation>Eine flache Linie bedeutet, dass alle Schichten ähnlich schnell lernen. Eine Linie, die zur Eingabe hin fällt, bedeutet, dass der Gradient auf seinem Rückweg verschwindet; eine, die steigt, dass er explodiert. Die strichpunktierte Linie ist, was die Theorie von frisch gezogenen Gewichten erwartet: Ein Netz, das lernt, verlässt sie.</translation>
    </message>
    <message>
        <source>A gain far from the product has another cause: a skip connection or a normalization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A gradient that is too long is shortened, and its direction kept (Pascanu et al. 2013).</source>
        <translation>Ein zu langer Gradient wird gekürzt, seine Richtung bleibt (Pascanu et al. 2013).</translation>
    </message>
    <message>
        <source>A healthy layer has two broad hills; a vanishing one has narrow hills close to the middle; a one-sided one moves all weights alike.</source>
        <translation>Eine gesunde Schicht hat zwei breite Hügel; eine verschwindende hat schmale Hügel nahe der Mitte; eine einseitige bewegt alle Gewichte gleich.</translation>
    </message>
    <message>
        <source>A larger network in a new session; the old one stays as it is</source>
        <translation>Ein größeres Netz in einer neuen Sitzung; die alte bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>A layer is a module with parameters of its own, together with the normalization that directly follows it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A layer whose standard deviation shrinks towards zero says the same of every example.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A lesson is a Markdown and a TOML file; *Lessons &gt; Open a lesson file* opens one. CONTRIBUTING.md of the project shows how to write it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A lesson repeats a published experiment: the menu *Lessons*, or [Lessons](lessons.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A line for each session, input side left. The one that falls least towards the input passes the gradient on best. With networks of different depth, count the layers from the output to see where they part.</source>
        <translation>Eine Linie je Sitzung, Eingabe links. Die zur Eingabe hin am wenigsten fällt, reicht den Gradienten am besten weiter. Zählen Sie bei verschieden tiefen Netzen die Schichten von der Ausgabe her, um zu sehen, wo sie sich trennen.</translation>
    </message>
    <message>
        <source>A low gate: another activation, or a normalization that brings pre-activations to where the activation has slope. A low weight factor: an initialization with larger weights (He for ReLU, Xavier for tanh). A gain well above 1 in every layer: smaller weights, a normalization, or clipping.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A negative weight turns the sign of the gradient and does nothing for its size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network of 784 inputs, two hidden layers of 30 neurons and 10 outputs, before its first step. Of each hidden layer the first six neurons are drawn, and on each a bar: ∂C/∂b, how much the cost changes when that neuron&apos;s bias does. The longer the bar, the faster the neuron learns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network of your own: *File &gt; New session*, or [your own loop](watching.md) with three more lines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network of your own: choose depth, widths, data and all else</source>
        <translation>Ein eigenes Netz: Tiefe, Breiten, Daten und alles andere wählen</translation>
    </message>
    <message>
        <source>A new pair would part one that is added to: pairs begin behind the first convolution, so it can stand behind 0, 2, 4, ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new session goes on from before it. All that came after it stays in the old file.</source>
        <translation>Eine neue Sitzung setzt davor an. Alles, was danach kam, bleibt in der alten Datei.</translation>
    </message>
    <message>
        <source>A new session with this structure, whose network begins by computing the same. This session stays as it is.</source>
        <translation>Eine neue Sitzung mit dieser Struktur, deren Netz zu Beginn dasselbe berechnet. Diese Sitzung bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>A new session, because of: {because}</source>
        <translation>Eine neue Sitzung, wegen: {because}</translation>
    </message>
    <message>
        <source>A norm reads 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A note has at most {MOST_LETTERS:,} letters, not {num_text:,}</source>
        <translation>Eine Notiz hat höchstens {MOST_LETTERS:,} Zeichen, nicht {num_text:,}</translation>
    </message>
    <message>
        <source>A null fork that is not 0: its size is the noise that a claim has to pass. On the processor it is exactly 0, and the program checks that it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A null fork: a branch with no change, which must come out as the control does</source>
        <translation>Ein Null-Zweig: ein Zweig ohne Änderung, der herauskommen muss wie die Kontrolle</translation>
    </message>
    <message>
        <source>A pair of convolutions ends in an activation, and {0} changes what it reads a second time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pair of convolutions is added before its last activation, where nothing is scaled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture of the window as it is</source>
        <translation>Ein Bild des Fensters, wie es ist</translation>
    </message>
    <message>
        <source>A plot is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A quantity of each layer</source>
        <translation>Eine Größe jeder Schicht</translation>
    </message>
    <message>
        <source>A quantity of each layer against the control&apos;s, at the steps that both have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A quantity of each layer at one step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A quantity of each layer over steps</source>
        <translation>Eine Größe jeder Schicht über die Schritte</translation>
    </message>
    <message>
        <source>A quantity of each layer, a line for each session</source>
        <translation>Eine Größe jeder Schicht, eine Linie je Sitzung</translation>
    </message>
    <message>
        <source>A quantity of some layers against the control&apos;s over time, by session</source>
        <translation>Eine Größe einiger Schichten gegen die der Kontrolle über die Zeit, je Sitzung</translation>
    </message>
    <message>
        <source>A quantity of some layers over time, by session</source>
        <translation>Eine Größe einiger Schichten über die Zeit, je Sitzung</translation>
    </message>
    <message>
        <source>A recorded run: sigmoid layers starve, and what brings their gradient back</source>
        <translation>Ein aufgezeichneter Lauf: Sigmoid-Schichten verhungern, und was ihren Gradienten zurückbringt</translation>
    </message>
    <message>
        <source>A recurrent network reads a sequence step by step and hands a state hₜ from each time step to the next. Unrolled, it is a network as deep as the sequence is long, with the same weights in every layer. What does the last step&apos;s error tell the first?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A recurrent network&apos;s first state is 0, and a sigmoid&apos;s 0 would have to be tanh&apos;s -1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A right click in a plot over time: *Try changes from step …*.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rule is data: conditions on measures, how many checks in a row must agree, over how many steps. What counts in our rules is what holds learning up, not how small a number is: an update beside the weights that it moves, a gradient beside the one that theory expects, saturation as the share of units with a slope below 5 % of the steepest, a loss beside that of a guess.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run does not repeat to the last bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A session is everything that one training run said. It records itself in your documents folder, under `Gradiometer`, while it runs; nothing is lost when the window is closed or the program is killed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A session is one network in training, with the gradient of each of its layers at every step. It records itself while it trains, and from then on stands here.</source>
        <translation>Eine Sitzung ist ein Netz im Training, mit dem Gradienten jeder seiner Schichten bei jedem Schritt. Sie zeichnet sich beim Training auf und steht von da an hier.</translation>
    </message>
    <message>
        <source>A session keeps what it began with. Lessons and scripts, which say it themselves, are not touched.</source>
        <translation>Eine Sitzung behält, womit sie begann. Lektionen und Skripte, die es selbst sagen, bleiben unberührt.</translation>
    </message>
    <message>
        <source>A session knows which one it was continued from. *File &gt; Branches* (Ctrl+Shift+B) shows the tree; a double click opens one, two to eight are compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A session or a script from a file; or drop one on the window</source>
        <translation>Eine Sitzung oder ein Skript aus einer Datei; oder ziehen Sie eine auf das Fenster</translation>
    </message>
    <message>
        <source>A session that another program is still writing is followed once a second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A set of your own is a TOML file; CONTRIBUTING.md of the project shows one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A short **text**, and a **formula** with the running network&apos;s numbers in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sigmoid is (tanh(z/2) + 1)/2: weights and biases in front of each are halved; the weights that read it are halved too, and their sum is added to the bias beside them. Exact for all examples, in training and in evaluation.</source>
        <translation>Ein Sigmoid ist (tanh(z/2) + 1)/2: Gewichte und Bias-Werte davor werden halbiert; die Gewichte, die ihn lesen, werden es auch, und ihre Summe kommt zum Bias neben ihnen. Exakt für alle Beispiele, im Training und in der Auswertung.</translation>
    </message>
    <message>
        <source>A sign for *severe*, *warning*, or *it holds no more*. Unfold an entry to read its sentence, its rule and its source.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A slide, 16:9: 254 x 143 mm, large letters, thick lines</source>
        <translation>Eine Folie, 16:9: 254 x 143 mm, große Buchstaben, dicke Linien</translation>
    </message>
    <message>
        <source>A smooth ReLU with a slope below 0 too, so units seldom die (Hendrycks &amp; Gimpel 2016).</source>
        <translation>Eine glatte ReLU mit einer Steigung auch unter 0; so sterben Neuronen selten (Hendrycks &amp; Gimpel 2016).</translation>
    </message>
    <message>
        <source>A state that an update gate keeps from one time step to the next.</source>
        <translation>Ein Zustand, den ein Update-Tor von Zeitschritt zu Zeitschritt behält.</translation>
    </message>
    <message>
        <source>A step takes long</source>
        <translation type="vanished">Ein Schritt dauert lange</translation>
    </message>
    <message>
        <source>A step takes long: try again when it has ended</source>
        <translation>Ein Schritt dauert lange: Versuchen Sie es noch einmal, wenn er zu Ende ist</translation>
    </message>
    <message>
        <source>A step, recorded or not.</source>
        <translation>Ein Schritt, ob aufgezeichnet oder nicht.</translation>
    </message>
    <message>
        <source>A table has no looks.</source>
        <translation>Eine Tabelle hat kein Aussehen.</translation>
    </message>
    <message>
        <source>A table holds all numbers.</source>
        <translation>Eine Tabelle enthält alle Zahlen.</translation>
    </message>
    <message>
        <source>A table: the numbers themselves, at full resolution.</source>
        <translation>Eine Tabelle: die Zahlen selbst, in voller Auflösung.</translation>
    </message>
    <message>
        <source>A threshold</source>
        <translation>Eine Schwelle</translation>
    </message>
    <message>
        <source>A value is not a number or infinite; what is computed from it is lost.</source>
        <translation>Ein Wert ist keine Zahl oder unendlich; was daraus berechnet wird, ist verloren.</translation>
    </message>
    <message>
        <source>A value v falls into the column of floor(log2 |v|), on the side of its sign. Zeros and numbers too small to be normal stand in the middle; Inf and NaN are counted apart and named below the plot. Gradients are counted over all weights of the layer, before clipping.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A vanishing gradient has its hills closer to the middle. Here one session&apos;s hills lie far nearer to it:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A window says what happened, and whether the session is safe; training and recording go on. It holds a trace to copy. *Help &gt; Copy diagnostics* puts versions, device and the state of the session on the clipboard, *Help &gt; Show the log folder* shows what the program has written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AWS SageMaker Debugger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About 0.001 is healthy. Far below, the layer stands still; above 0.01 the rate is too large for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Gradiometer</source>
        <translation>Über Gradiometer</translation>
    </message>
    <message>
        <source>About this plot</source>
        <translation>Über diesen Plot</translation>
    </message>
    <message>
        <source>About this plot: what it shows and how to read it (F1)</source>
        <translation>Über diesen Plot: was er zeigt und wie man ihn liest (F1)</translation>
    </message>
    <message>
        <source>About this plot: {title}</source>
        <translation>Über diesen Plot: {title}</translation>
    </message>
    <message>
        <source>Above the control&apos;s, on the same examples</source>
        <translation>Über dem der Kontrolle, auf denselben Beispielen</translation>
    </message>
    <message>
        <source>Accuracies are of whole epochs, passes over the training examples; those of held-out examples, which it asks as well, are left out. All but the rules on NaN and on a huge loss wait, as there, until 30 % of the planned steps are done, so that they never speak where no end is planned. They ask for a poor accuracy too: here no epoch above 0.7, its parameter Theta. Gradients are those of the newest batch at each check, there of the first batch after every third epoch. There, a run is told one problem alone, dead ReLUs first, then an exploding and then a vanishing gradient; here each is told. Remedies are in its order for the strategy &quot;balance&quot;; lowering the rate on plateaus and noise on the inputs are left out, and of its random choice of an initializer, or of an optimizer, two stand here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Accuracy on the newest batch, and on the held-out examples</source>
        <translation>Genauigkeit auf dem neuesten Batch und auf den zurückgehaltenen Beispielen</translation>
    </message>
    <message>
        <source>Accuracy over steps</source>
        <translation>Genauigkeit über die Schritte</translation>
    </message>
    <message>
        <source>Accuracy over time, by session</source>
        <translation>Genauigkeit über die Zeit, je Sitzung</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>Nach rechts</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>Aktivierung</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>Adam with rate {0}</source>
        <translation>Adam mit Rate {0}</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add a change to branch {number}</source>
        <translation>Zweig {number} eine Änderung hinzufügen</translation>
    </message>
    <message>
        <source>Add a session first</source>
        <translation>Fügen Sie zuerst eine Sitzung hinzu</translation>
    </message>
    <message>
        <source>Add pictures</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>Add pictures…</source>
        <translation>Bilder hinzufügen …</translation>
    </message>
    <message>
        <source>Add sessions</source>
        <translation>Sitzungen hinzufügen</translation>
    </message>
    <message>
        <source>Add sessions…</source>
        <translation>Sitzungen hinzufügen …</translation>
    </message>
    <message>
        <source>Added to what an LSTM&apos;s forget gate reads. At b the cell keeps the share sigmoid(b) of itself at each step: for T steps it takes about ln T.</source>
        <translation>Addiert zu dem, was das Vergesstor eines LSTM liest. Bei b behält die Zelle bei jedem Schritt den Anteil sigmoid(b) von sich: für T Schritte braucht es etwa ln T.</translation>
    </message>
    <message>
        <source>Adding problem</source>
        <translation>Additionsaufgabe</translation>
    </message>
    <message>
        <source>Adds a block&apos;s input to its output wherever the two have the same width.</source>
        <translation>Addiert die Eingabe eines Blocks zu seiner Ausgabe, wo beide gleich breit sind.</translation>
    </message>
    <message>
        <source>Adds this multiple of each weight to its gradient (L2): lambda / n in Nielsen&apos;s book, n training examples. Biases do not decay.</source>
        <translation>Addiert dieses Vielfache jedes Gewichts zu seinem Gradienten (L2): Lambda / n in Nielsens Buch, n Trainingsbeispiele. Bias-Werte zerfallen nicht.</translation>
    </message>
    <message>
        <source>Adopt</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Adopt the branch that is better in what you care for; see [Trials](trial.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adopt {label}</source>
        <translation>{label} übernehmen</translation>
    </message>
    <message>
        <source>After some hundred steps a **finding** says the same in words, at the top of the window and in *Findings*: which layers, since when, by which rule, and what helps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Against the control</source>
        <translation>Gegen die Kontrolle</translation>
    </message>
    <message>
        <source>Agree</source>
        <translation>Einig</translation>
    </message>
    <message>
        <source>Align by training time to see which is cheaper, not only which needs fewer steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>Ausrichtung</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All bars of hidden 1 together: {0}. Of hidden 2: {1}, {2} times as much.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All data files ({patterns})</source>
        <translation>Alle Datendateien ({patterns})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>All in one bin: the layer says the same of every example. Zeros: units that are switched off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All labels of the training examples are {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>Alle Schichten</translation>
    </message>
    <message>
        <source>All that are recorded</source>
        <translation>Alle aufgezeichneten</translation>
    </message>
    <message>
        <source>All together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All weights 1 and all z = 0: every factor is exactly 0.25, and neuron 1 learns exactly 16 times slower than neuron 3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All weights 100, and each bias −100 times the activation before it: every z is 0.</source>
        <translation>Alle Gewichte 100, und jeder Bias −100-mal die Aktivierung davor: Jedes z ist 0.</translation>
    </message>
    <message>
        <source>All z alike: at z = 4.58 the factors are 1, and at z = 6 the gradient is back to vanishing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All z alike: the biases follow, so that every neuron stands at the same z. x alone: the input moves and the biases stay as they are.</source>
        <translation>Alle z gleich: Die Bias-Werte folgen, sodass jedes Neuron beim selben z steht. x allein: Die Eingabe bewegt sich, und die Bias-Werte bleiben.</translation>
    </message>
    <message>
        <source>All: who would have said what, when</source>
        <translation>Alle: Wer was wann gesagt hätte</translation>
    </message>
    <message>
        <source>Also those that this session has nothing to do with</source>
        <translation>Auch die, mit denen diese Sitzung nichts zu tun hat</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Amazon SageMaker developer guide, List of Debugger built-in rules, default parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An LSTM&apos;s cell passes the share f_t of it back at each step: over T steps about the product of all f_t.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An exact surgery on the weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An exact swap alone cures nothing</source>
        <translation>Ein exakter Tausch allein heilt nichts</translation>
    </message>
    <message>
        <source>An exact swap leaves the function as it was, so by itself it cures nothing: it only takes away the jump that the change would make.</source>
        <translation>Ein exakter Tausch lässt die Funktion, wie sie war, und heilt daher von sich aus nichts: Er nimmt nur den Sprung weg, den die Änderung machen würde.</translation>
    </message>
    <message>
        <source>An explosion on purpose</source>
        <translation>Eine Explosion mit Absicht</translation>
    </message>
    <message>
        <source>An explosion on purpose: w = 100, every factor 25.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image: training steps to the right, powers of two upwards, counts as colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image: training steps to the right, time steps of the sequence upwards, magnitudes as colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An interval that does not hold 0: the change did it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An orthogonal matrix keeps the length of what passes it in both directions (Saxe et al. 2014).</source>
        <translation>Eine orthogonale Matrix erhält die Länge dessen, was durch sie geht, in beiden Richtungen (Saxe et al. 2014).</translation>
    </message>
    <message>
        <source>An unexpected error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An unexpected error in the background ({thread}): {what}</source>
        <translation>Ein unerwarteter Fehler im Hintergrund ({thread}): {what}</translation>
    </message>
    <message>
        <source>An unexpected error: {what}</source>
        <translation>Ein unerwarteter Fehler: {what}</translation>
    </message>
    <message>
        <source>And {value} findings more.</source>
        <translation>Und {value} weitere Befunde.</translation>
    </message>
    <message>
        <source>Animations and other tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another folder is chosen in View &gt; Settings; F5 looks again.</source>
        <translation>Ein anderer Ordner wird unter Ansicht &gt; Einstellungen gewählt; F5 sieht noch einmal nach.</translation>
    </message>
    <message>
        <source>Another language is spoken from the next start on.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Another seed draws other weights.</source>
        <translation>Ein anderer Startwert zieht andere Gewichte.</translation>
    </message>
    <message>
        <source>Another session is on the screen by now: ask again</source>
        <translation>Inzwischen ist eine andere Sitzung auf dem Bildschirm: Fragen Sie noch einmal</translation>
    </message>
    <message>
        <source>Any PyTorch network, in any loop, on a machine without a display: three lines more. What is recorded is the same kind of session, and the window opens it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Area of a disc: |δ| of the neuron; &lt;span style=&quot;color:{training}&quot;&gt;●&lt;/span&gt;&amp;nbsp;δ&amp;nbsp;&amp;gt;&amp;nbsp;0&amp;ensp;&lt;span style=&quot;color:{held_out}&quot;&gt;●&lt;/span&gt;&amp;nbsp;δ&amp;nbsp;&amp;lt;&amp;nbsp;0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Around 0 tanh has slope 1, four times the sigmoid&apos;s steepest, and Xavier&apos;s law keeps its inputs there (Glorot &amp; Bengio 2010).</source>
        <translation>Um 0 hat Tanh die Steigung 1, viermal die steilste des Sigmoids, und Xaviers Gesetz hält seine Eingaben dort (Glorot &amp; Bengio 2010).</translation>
    </message>
    <message>
        <source>Around the data</source>
        <translation>Um die Daten herum</translation>
    </message>
    <message>
        <source>Around {name}: {join}, batches of {batch_size}</source>
        <translation>Um {name}: {join}, Batches von {batch_size}</translation>
    </message>
    <message>
        <source>As a figure, or all numbers as CSV</source>
        <translation>Als Abbildung, oder alle Zahlen als CSV</translation>
    </message>
    <message>
        <source>As an LSTM trains on the line moves, up or down: the weights change what its gates let through. The slider below the plots looks back at step 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As for [Through time](plot-through_time.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As for the [histogram](plot-histogram.md) of one session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As for the [profile](plot-profile.md). Where single neurons have no bars, look at the histogram of the pre-activations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As for the [profile](plot-profile.md): the profile says where, this plot says since when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As for the [profile](plot-profile.md): this plot says since when, and of how many of the weights it is true.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As it was at step {step}.{wish}</source>
        <translation>Wie es bei Schritt {step} war.{wish}</translation>
    </message>
    <message>
        <source>As on the screen</source>
        <translation>Wie auf dem Bildschirm</translation>
    </message>
    <message>
        <source>As the style says</source>
        <translation>Wie der Stil sagt</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>Wie üblich</translation>
    </message>
    <message>
        <source>Ask what is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking PyTorch for its device …</source>
        <translation>PyTorch wird nach seinem Gerät gefragt …</translation>
    </message>
    <message>
        <source>At a closer look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At every step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At step {found}: {tell_ends}</source>
        <translation>Bei Schritt {found}: {tell_ends}</translation>
    </message>
    <message>
        <source>At step {step}, time step {times:.0f}: {told}</source>
        <translation>Bei Schritt {step}, Zeitschritt {times:.0f}: {told}</translation>
    </message>
    <message>
        <source>At step {step}: {tell_ends}</source>
        <translation>Bei Schritt {step}: {tell_ends}</translation>
    </message>
    <message>
        <source>At the next step of this branch; the others go on as they are</source>
        <translation>Beim nächsten Schritt dieses Zweigs; die anderen gehen weiter wie bisher</translation>
    </message>
    <message>
        <source>At the next step. {REMINDER_IN_SHORT}</source>
        <translation>Beim nächsten Schritt. {REMINDER_IN_SHORT}</translation>
    </message>
    <message>
        <source>At the right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>At the start the bars of hidden 2 are longer than those of hidden 1, whatever the seed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At |w| = 100, as in the lesson before: the peak is 25, and the interval is only 0.09 wide.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention heads</source>
        <translation>Köpfe der Aufmerksamkeit</translation>
    </message>
    <message>
        <source>AutoTrainer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>Achsen</translation>
    </message>
    <message>
        <source>BTTackler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>Zurück (Alt+Links)</translation>
    </message>
    <message>
        <source>Back to the mark before</source>
        <translation>Zurück zur Marke davor</translation>
    </message>
    <message>
        <source>Back to the session</source>
        <translation>Zurück zur Sitzung</translation>
    </message>
    <message>
        <source>Back to the starving network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to w = 1</source>
        <translation>Zurück zu w = 1</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Bars begin at 1. On this axis the bar of a product is the sum of the bars of its factors. Blue factors are positive, orange ones negative.</source>
        <translation>Balken beginnen bei 1. Auf dieser Achse ist der Balken eines Produkts die Summe der Balken seiner Faktoren. Blaue Faktoren sind positiv, orange negativ.</translation>
    </message>
    <message>
        <source>Bars, one for each power of two, negative values at the left, positive ones at the right, log axis of counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Batchgröße</translation>
    </message>
    <message>
        <source>BatchNorm</source>
        <translation>BatchNorm</translation>
    </message>
    <message>
        <source>BatchNorm folded into the weights</source>
        <translation>BatchNorm in die Gewichte falten</translation>
    </message>
    <message>
        <source>BatchNorm inserted, exactly</source>
        <translation>BatchNorm einfügen, exakt</translation>
    </message>
    <message>
        <source>BatchNorm of a single example</source>
        <translation>BatchNorm eines einzelnen Beispiels</translation>
    </message>
    <message>
        <source>BatchNorm of a single example in {0}</source>
        <translation>BatchNorm eines einzelnen Beispiels in {0}</translation>
    </message>
    <message>
        <source>Batches of {0}</source>
        <translation>Batches von {0}</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Before and after each change</source>
        <translation>Vor und nach jeder Änderung</translation>
    </message>
    <message>
        <source>Before any change hidden 1 lies four to five decades below the last hidden layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before step {step} ({get})</source>
        <translation>Vor Schritt {step} ({get})</translation>
    </message>
    <message>
        <source>Before step {value}: {value_2}</source>
        <translation>Vor Schritt {value}: {value_2}</translation>
    </message>
    <message>
        <source>Before training</source>
        <translation>Vor dem Training</translation>
    </message>
    <message>
        <source>Before which a change is made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before: three factors of 0.25. Press the button: three factors of 25, and the ratio is 15625.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin or open a session: it is drawn here.</source>
        <translation>Beginnen oder öffnen Sie eine Sitzung: Hier wird sie gezeichnet.</translation>
    </message>
    <message>
        <source>Begin the trial</source>
        <translation>Versuch beginnen</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind BatchNorm it is structurally zero, and only rounding is left: read delta there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Below 0 a session does better than the control. Branches of a trial see the same batches, so an easy or a hard one moves both alike, and the difference is far less noisy than either curve. What explodes is cut off, and the legend says so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below |w| = 4 there is no interval at all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bengio, Simard &amp; Frasconi 1994; Hochreiter &amp; Schmidhuber 1997; Jozefowicz, Zaremba &amp; Sutskever 2015</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bengio, Simard &amp; Frasconi 1994; Pascanu, Mikolov &amp; Bengio 2013 (arXiv 1211.5063), equation 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside it stands what the change did to output, loss and gradient of one batch, just before and just after.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside the accuracy, watch the speed of learning (delta norm) of hidden 1: the same layer, with the same input, learns more slowly the more layers stand behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>Bias</translation>
    </message>
    <message>
        <source>Bias gradient norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bias gradient norm after clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bias scale</source>
        <translation>Maßstab der Bias-Werte</translation>
    </message>
    <message>
        <source>Biases are drawn with this standard deviation.</source>
        <translation>Bias-Werte werden mit dieser Standardabweichung gezogen.</translation>
    </message>
    <message>
        <source>Blocks of self-attention and a perceptron, each a branch of a sum.</source>
        <translation>Blöcke aus Selbstaufmerksamkeit und einem Perzeptron, jeder ein Zweig einer Summe.</translation>
    </message>
    <message>
        <source>Bounds the gradient before the optimizer sees it.</source>
        <translation>Begrenzt den Gradienten, bevor der Optimierer ihn sieht.</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Zweig</translation>
    </message>
    <message>
        <source>Branch scale</source>
        <translation>Maßstab der Zweige</translation>
    </message>
    <message>
        <source>Branch {number}</source>
        <translation>Zweig {number}</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>Zweige</translation>
    </message>
    <message>
        <source>Branches of the trial</source>
        <translation>Zweige des Versuchs</translation>
    </message>
    <message>
        <source>Branches x 1/sqrt(number of branches)</source>
        <translation>Zweige x 1/sqrt(Zahl der Zweige)</translation>
    </message>
    <message>
        <source>Branches{name} - Gradiometer</source>
        <translation>Zweige{name} - Gradiometer</translation>
    </message>
    <message>
        <source>Branches…</source>
        <translation>Zweige …</translation>
    </message>
    <message>
        <source>Brings each input of the user&apos;s own data to mean 0 and standard deviation 1.</source>
        <translation>Bringt jede Eingabe der eigenen Daten auf Mittel 0 und Standardabweichung 1.</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>By degrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By how much? About *gate × weights*: the root mean square of φ′(zₗ), times the length of a row of Wₗ₊₁. A sigmoid&apos;s gate is at most 1/4, so weights of length 1 lose three quarters and more in each layer. Tanh has a gate of up to 1; a ReLU&apos;s slopes are 1 or 0, half of each, so its gate is √½. To keep δ, gate × weights has to be 1: weights of length 1 for tanh near z = 0, of length √2 for ReLU. These are the initializations of Xavier and He.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By keyboard all of it is read off too: [The window](window.md) says how.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV table, full resolution</source>
        <translation>CSV-Tabelle, volle Auflösung</translation>
    </message>
    <message>
        <source>CSV tables</source>
        <translation>CSV-Tabellen</translation>
    </message>
    <message>
        <source>CUDA (graphics card)</source>
        <translation>CUDA (Grafikkarte)</translation>
    </message>
    <message>
        <source>CUDA device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came from</source>
        <translation>Stammt aus</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the check over many seeds</source>
        <translation>Die Prüfung über viele Startwerte abbrechen</translation>
    </message>
    <message>
        <source>Cancel: {text}</source>
        <translation>Abbrechen: {text}</translation>
    </message>
    <message>
        <source>Cancelled: no event files were written</source>
        <translation>Abgebrochen: Es wurden keine Dateien geschrieben</translation>
    </message>
    <message>
        <source>Cancelled: no report was written</source>
        <translation>Abgebrochen: Es wurde kein Bericht geschrieben</translation>
    </message>
    <message>
        <source>Cancelled: nothing was written</source>
        <translation>Abgebrochen: Es wurde nichts geschrieben</translation>
    </message>
    <message>
        <source>Cancelled: {target} was not written</source>
        <translation>Abgebrochen: {target} wurde nicht geschrieben</translation>
    </message>
    <message>
        <source>Cancelled; what whole runs have measured is shown.</source>
        <translation>Abgebrochen; gezeigt wird, was ganze Läufe gemessen haben.</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>Kandidat</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Zelle</translation>
    </message>
    <message>
        <source>Cells appear here as they are measured.</source>
        <translation>Zellen erscheinen hier, sobald sie gemessen sind.</translation>
    </message>
    <message>
        <source>Chain of neurons</source>
        <translation>Kette von Neuronen</translation>
    </message>
    <message>
        <source>Chain of single neurons</source>
        <translation>Kette einzelner Neuronen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Change a branch</source>
        <translation>Einen Zweig ändern</translation>
    </message>
    <message>
        <source>Change a branch…</source>
        <translation>Einen Zweig ändern …</translation>
    </message>
    <message>
        <source>Change activation or initialization in the same dialog, and see the line move at once. *Map…* opens the [map](map.md) around this network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change and prove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Change over</source>
        <translation>Ändern über</translation>
    </message>
    <message>
        <source>Change {0}</source>
        <translation>Änderung {0}</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Changes and events</source>
        <translation>Änderungen und Ereignisse</translation>
    </message>
    <message>
        <source>Changes made while training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes of branch {number}</source>
        <translation>Änderungen von Zweig {number}</translation>
    </message>
    <message>
        <source>Changes of my own</source>
        <translation>Eigene Änderungen</translation>
    </message>
    <message>
        <source>Changes that you make while training, what happens by itself and your notes appear here, with their steps.</source>
        <translation>Änderungen, die Sie beim Training machen, was von selbst geschieht und Ihre Notizen erscheinen hier, mit ihren Schritten.</translation>
    </message>
    <message>
        <source>Changes the running network at its next step</source>
        <translation>Ändert das laufende Netz bei seinem nächsten Schritt</translation>
    </message>
    <message>
        <source>Changing a running network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check over {num_seeds} seeds…</source>
        <translation>Über {num_seeds} Startwerte prüfen …</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Choose 2 to 8 sessions</source>
        <translation>2 bis 8 Sitzungen wählen</translation>
    </message>
    <message>
        <source>Choose a lesson</source>
        <translation>Eine Lektion wählen</translation>
    </message>
    <message>
        <source>Choose a pale cell. *Make this session*, or a double click, begins a session of that network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose sections and their order, and add a text of your own. HTML reads on a phone; PDF has page numbers, contents, bookmarks and tags. Of several sessions each has a chapter, and one compares them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the layer there</source>
        <translation>Die Schicht dort wählen</translation>
    </message>
    <message>
        <source>Choose the layer, or look back at the step, that is read</source>
        <translation>Die gelesene Schicht wählen oder auf den gelesenen Schritt zurückblicken</translation>
    </message>
    <message>
        <source>Choose the sessions folder</source>
        <translation>Den Ordner der Sitzungen wählen</translation>
    </message>
    <message>
        <source>Chosen layer</source>
        <translation>Gewählte Schicht</translation>
    </message>
    <message>
        <source>Class and probability at each point of the plane at one closer look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click</source>
        <translation>Klick</translation>
    </message>
    <message>
        <source>Click a layer to see what its δ is made of.</source>
        <translation>Klicken Sie auf eine Schicht, um zu sehen, woraus ihr δ besteht.</translation>
    </message>
    <message>
        <source>Click a neuron to see its incoming weights; the arrow keys go from neuron to neuron, Escape closes the weights. Point at a bar to read its value. A click on a layer&apos;s column chooses the layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click a neuron to see where it stands on the sigmoid.</source>
        <translation>Klicken Sie auf ein Neuron, um zu sehen, wo es auf dem Sigmoid steht.</translation>
    </message>
    <message>
        <source>Click to move the position of profile and histogram. Drag to pan, wheel to zoom, double click to see all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click to move the position that profile and histogram show. Drag to pan, wheel to zoom, double click to see all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip the total norm at {0}</source>
        <translation>Gesamtnorm bei {0} kappen</translation>
    </message>
    <message>
        <source>Clip threshold</source>
        <translation>Kappschwelle</translation>
    </message>
    <message>
        <source>Clip threshold x {0}</source>
        <translation>Kappschwelle x {0}</translation>
    </message>
    <message>
        <source>Clip to length 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip to length 1, He&apos;s weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip values at {0}</source>
        <translation>Werte bei {0} kappen</translation>
    </message>
    <message>
        <source>Clipping by norm keeps the direction: 1. Clipping by value turns it: the less, the farther it was turned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clipping leaves next to nothing of the gradient.</source>
        <translation>Das Kappen lässt vom Gradienten fast nichts übrig.</translation>
    </message>
    <message>
        <source>Close the picture of the weights</source>
        <translation>Das Bild der Gewichte schließen</translation>
    </message>
    <message>
        <source>Close the picture of the weights (Escape)</source>
        <translation>Das Bild der Gewichte schließen (Esc)</translation>
    </message>
    <message>
        <source>Closing this window keeps the branches: they are session files of their own.</source>
        <translation>Dieses Fenster zu schließen behält die Zweige: Sie sind eigene Sitzungsdateien.</translation>
    </message>
    <message>
        <source>Co&amp;mpact</source>
        <translation>Ver&amp;dichten</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Commands found</source>
        <translation>Gefundene Befehle</translation>
    </message>
    <message>
        <source>Compa&amp;re sessions…</source>
        <translation>Sitzungen &amp;vergleichen …</translation>
    </message>
    <message>
        <source>Comparable between layers of different sizes, whose norms grow with the number of their weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare curves of the same dash. Here the first layer of one session stays decades below that of the other:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with the weights: an update is healthy some ten powers of two (a thousandth) below them.</source>
        <translation>Vergleichen Sie mit den Gewichten: Ein Update ist gesund, wenn es um etwa zehn Zweierpotenzen (ein Tausendstel) darunter liegt.</translation>
    </message>
    <message>
        <source>Comparing sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Computed</source>
        <translation>Berechnet</translation>
    </message>
    <message>
        <source>Computed: {source}</source>
        <translation>Berechnet: {source}</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Contents of the manual</source>
        <translation>Inhalt des Handbuchs</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Continue from a &amp;snapshot</source>
        <translation>Von einem &amp;Schnappschuss fortsetzen</translation>
    </message>
    <message>
        <source>Continue from any step</source>
        <translation>Von irgendeinem Schritt fortsetzen</translation>
    </message>
    <message>
        <source>Continue with {title}</source>
        <translation>Fortsetzen mit {title}</translation>
    </message>
    <message>
        <source>Continue, from anywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolutional network</source>
        <translation>Faltungsnetz</translation>
    </message>
    <message>
        <source>Convolutions pad what they read with zeros, and a sigmoid&apos;s 0 would have to be tanh&apos;s -1 there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy the file beside itself</source>
        <translation>Die Datei neben sie selbst kopieren</translation>
    </message>
    <message>
        <source>Copying memory</source>
        <translation>Gedächtnis: Kopieren</translation>
    </message>
    <message>
        <source>Cosine of the gradient before and after clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count the profile&apos;s layers from the output</source>
        <translation>Die Schichten des Profils von der Ausgabe her zählen</translation>
    </message>
    <message>
        <source>Counting the frames</source>
        <translation>Die Bilder werden gezählt</translation>
    </message>
    <message>
        <source>Create session</source>
        <translation>Sitzung erstellen</translation>
    </message>
    <message>
        <source>Ctrl+Click, Ctrl+Drag</source>
        <translation>Strg+Klick, Strg+Ziehen</translation>
    </message>
    <message>
        <source>Cure it</source>
        <translation>Heilen</translation>
    </message>
    <message>
        <source>Cure: {title}</source>
        <translation>Abhilfe: {title}</translation>
    </message>
    <message>
        <source>Cures</source>
        <translation>Abhilfen</translation>
    </message>
    <message>
        <source>Cures: one switch each and all together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves against the training step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves against the training step, a colour for each session but the control: its loss less the control&apos;s at the same step; the control is the line at 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves against the training step: a colour for each session but the control, a dash for each layer, as log10 of the ratio to the control&apos;s value at the same step; the control is the line at 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves against the training step: a colour for each session, a dash for each layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves of gain, gate, weight factor and the product of the last two, with a marker for each layer, log axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves with a marker for each layer, from the input at the left to the output at the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut short</source>
        <translation>Abkürzen</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Dark on light, light on dark, or greys for a printer without colours.</source>
        <translation>Dunkel auf hell, hell auf dunkel, oder Graustufen für einen Drucker ohne Farben.</translation>
    </message>
    <message>
        <source>Dashed: {CRITICAL}</source>
        <translation>Gestrichelt: {CRITICAL}</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Data beside it</source>
        <translation>Daten dazu</translation>
    </message>
    <message>
        <source>Data file</source>
        <translation>Datendatei</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Dead units</source>
        <translation>Tote Neuronen</translation>
    </message>
    <message>
        <source>Dead units in {0}</source>
        <translation>Tote Neuronen in {0}</translation>
    </message>
    <message>
        <source>DeadRelu: threshold_inactivity 1 %, threshold_layer 50 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DeadUnitDetector: above 0.8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DeadUnitDetector: dead_frac_threshold = 0.5, |a| &lt; 1e-6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decades above the control&apos;s, over the last tenth of the steps, with 95 % limits</source>
        <translation>Dekaden über der Kontrolle, im letzten Zehntel der Schritte, mit 95-%-Grenzen</translation>
    </message>
    <message>
        <source>Decision surface</source>
        <translation>Entscheidungsfläche</translation>
    </message>
    <message>
        <source>Decision surface in the plane of the two inputs</source>
        <translation>Entscheidungsfläche in der Ebene der zwei Eingaben</translation>
    </message>
    <message>
        <source>Decision surface of a network with two inputs at one closer look</source>
        <translation>Entscheidungsfläche eines Netzes mit zwei Eingaben bei einer genaueren Betrachtung</translation>
    </message>
    <message>
        <source>DeepDiagnosis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Delta norm (speed of learning)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delta of the candidate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delta of the forget gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delta of the input gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delta of the output gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delta of the reset gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delta of the update gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delta on its way back: node by node, and against depth.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delta per example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Depth and width</source>
        <translation>Tiefe und Breite</translation>
    </message>
    <message>
        <source>Depth does not help</source>
        <translation>Tiefe hilft nicht</translation>
    </message>
    <message>
        <source>Depth does not help: accuracies of one to four hidden layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details of the error</source>
        <translation>Einzelheiten des Fehlers</translation>
    </message>
    <message>
        <source>Details of {headline}</source>
        <translation>Einzelheiten: {headline}</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Diagnostics are on the clipboard</source>
        <translation>Die Diagnose liegt in der Zwischenablage</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>Discard all</source>
        <translation>Alle verwerfen</translation>
    </message>
    <message>
        <source>Discard all…</source>
        <translation>Alle verwerfen …</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Diverging loss</source>
        <translation>Divergierender Verlust</translation>
    </message>
    <message>
        <source>Diverging loss in {0}</source>
        <translation>Divergierender Verlust in {0}</translation>
    </message>
    <message>
        <source>Do with the orders of the data that are through already</source>
        <translation>Mit den Reihenfolgen der Daten auskommen, die schon fertig sind</translation>
    </message>
    <message>
        <source>Does it agree?</source>
        <translation>Stimmt es überein?</translation>
    </message>
    <message>
        <source>Does it agree? {shared} of</source>
        <translation>Stimmt es überein? {shared} von</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Done. {REMINDER_IN_SHORT}</source>
        <translation>Fertig. {REMINDER_IN_SHORT}</translation>
    </message>
    <message>
        <source>Dots inside the band: the network is drawn as theory expects, and what theory says of it holds. Dots far from it: the inputs are not normalized, or too few units make single draws scatter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dots per inch of a PNG.</source>
        <translation>Punkte je Zoll eines PNG.</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>Drag the slider below the plots to look back at any step while it trains on; *Newest* returns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to look back; at the right end the plots follow the newest step</source>
        <translation>Zum Zurückblicken ziehen; am rechten Ende folgen die Plots dem neuesten Schritt</translation>
    </message>
    <message>
        <source>Drag to pan, use the wheel to zoom the steps, double click to see all steps again (*View &gt; Show all steps*). All plots over time move together. Press or drag with Ctrl to look back at a step: profile, histogram, neurons and settings follow. Click a curve to choose its layer. The right mouse button pins a note or starts a trial at that step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to pan, wheel to zoom, double click to see all steps. Press or drag with Ctrl to look back at a step. Point to read the step, the limits of the power of two and the count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to pan, wheel to zoom, double click to see all steps; press or drag with Ctrl to look back at a step. Point to read a value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to pan, wheel to zoom, double click to see all steps; press or drag with Ctrl to look back at a step. Point to read loss and accuracy at a step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw all weights anew</source>
        <translation>Alle Gewichte neu ziehen</translation>
    </message>
    <message>
        <source>Draw the weights anew</source>
        <translation>Gewichte neu ziehen</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Zeichnen</translation>
    </message>
    <message>
        <source>Drawing and training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing competes with training for the processor. A governor spaces redraws so that drawing takes a small share of the time; *View &gt; Drawing* sets it, from *Fast training* to *Smooth drawing*. Clicks, hovering, panning and zooming answer at once in any case. No step is lost: where the window lags, it reads the missed steps from the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draws the first weights and the order of the examples.</source>
        <translation>Zieht die ersten Gewichte und die Reihenfolge der Beispiele.</translation>
    </message>
    <message>
        <source>Draws weights and biases at the next step and clears the optimizer&apos;s moments.</source>
        <translation>Zieht beim nächsten Schritt Gewichte und Bias-Werte neu und löscht die Momente des Optimierers.</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>ELU</source>
        <translation>ELU</translation>
    </message>
    <message>
        <source>Each bar is the gradient dC/db of one neuron: how fast it learns, and in which direction. All have one scale, so a layer whose bars cannot be seen hardly learns at all. Where there is no room for all layers, those near the chosen one are shown; a click chooses another. A click on a neuron, or an arrow key, shows its incoming weights: of the first layer as an image, where the data are images.</source>
        <translation>Jeder Balken ist der Gradient dC/db eines Neurons: wie schnell es lernt, und in welche Richtung. Alle haben denselben Maßstab; eine Schicht, deren Balken nicht zu sehen sind, lernt also kaum. Wo nicht alle Schichten Platz haben, stehen die in der Nähe der gewählten; ein Klick wählt eine andere. Ein Klick auf ein Neuron, oder eine Pfeiltaste, zeigt seine eingehenden Gewichte: der ersten Schicht als Bild, wo die Daten Bilder sind.</translation>
    </message>
    <message>
        <source>Each cell is a network before training. Its number is log10 of the gradient norm of its first layer&apos;s weights, divided by that of its output layer: the bluer, the more the gradient vanishes on its way to the input, the more orange, the more it explodes.</source>
        <translation>Jede Zelle ist ein Netz vor dem Training. Ihre Zahl ist log10 der Gradientennorm der Gewichte seiner ersten Schicht, geteilt durch die seiner Ausgabeschicht: je blauer, desto mehr verschwindet der Gradient auf seinem Weg zur Eingabe, je oranger, desto mehr explodiert er.</translation>
    </message>
    <message>
        <source>Each column is a histogram of the chosen layer. Bands of the weight gradient that close in on the middle mean that it vanishes; bands that run outwards, that it explodes. {SEEKING}</source>
        <translation>Jede Spalte ist ein Histogramm der gewählten Schicht. Bänder des Gewichtsgradienten, die sich zur Mitte schließen, bedeuten, dass er verschwindet; Bänder, die nach außen laufen, dass er explodiert. {SEEKING}</translation>
    </message>
    <message>
        <source>Each column is the gradient through time at a closer look, the last time step at the top, where the signal sets out. Colours that change little from top to bottom mean that it comes back to the first time steps; dark ones at the bottom, that it vanishes. {SEEKING}</source>
        <translation>Jede Spalte ist der Gradient durch die Zeit bei einer genaueren Betrachtung, oben der letzte Zeitschritt, von dem das Signal ausgeht. Farben, die sich von oben nach unten wenig ändern, bedeuten, dass es bis zu den ersten Zeitschritten zurückkommt; dunkle unten, dass es verschwindet. {SEEKING}</translation>
    </message>
    <message>
        <source>Each column is the gradient through time at one closer look, of the chosen layer or the nearest recurrent one: the last time step at the top, where the signal sets out, the first at the bottom. The lighter, the larger, on a log scale, which stands in the legend. Grey: exact zeros. The box above chooses the quantity.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each column of the image is a [histogram](plot-histogram.md) of the chosen layer: steps to the right, signed powers of two upwards, zero in the middle. The more values, the stronger the colour, on a log scale. *Histogram of* chooses what is counted. Each column holds until the next histogram was counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each curve is one layer&apos;s gradient norm. Layers that lie decades below the others hardly learn. {SEEKING}</source>
        <translation>Jede Kurve ist die Gradientennorm einer Schicht. Schichten, die um Dekaden unter den anderen liegen, lernen kaum. {SEEKING}</translation>
    </message>
    <message>
        <source>Each empty plot says what will fill it. *Through time* needs a recurrent network, *Decision surface* one with two inputs. Behind a tab a plot is not redrawn until it is uncovered. After Ctrl+drag or the slider the plots show an older step: press *Newest* (End).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each layer of a chain has one neuron.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each panel and plot by its name: show or close it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each session&apos;s loss less the control&apos;s at the same step. It is a tab of [the losses](compare-loss.md), and in the window of a trial in front of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each session&apos;s loss less the control&apos;s at the same step; below 0 it does better. Branches of a trial see the same batches, so an easy or a hard one moves both alike, and the difference is far less noisy than either curve. The band reaches from the least to the largest difference of the steps that share a pixel; smoothed, the differences as they were measured lie faintly beneath their moving average.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each step back multiplies by the transposed weights and then, neuron by neuron, by the slope of the activation. The diagram draws δ as a disc in each neuron, with an area in proportion to |δ|. From the output on they shrink, and after a few layers there is nothing left to see. The plot below it has a logarithmic axis, and there they are all in view: **a straight line**, because each layer costs about the same factor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each step backwards multiplies the gradient with the slope of the activation and with the weights. So there are three places to help.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each step of the outline counts what lies in one power of two. A healthy weight gradient has two broad hills; a vanishing one has narrow hills close to the middle; a one-sided one moves all weights alike.</source>
        <translation>Jede Stufe des Umrisses zählt, was in einer Zweierpotenz liegt. Ein gesunder Gewichtsgradient hat zwei breite Hügel; ein verschwindender hat schmale Hügel nahe der Mitte; ein einseitiger bewegt alle Gewichte gleich.</translation>
    </message>
    <message>
        <source>Each unit&apos;s weights are multiplied with gamma/sqrt(running var + eps), and its bias becomes (b - running mean) gamma/sqrt(running var + eps) + beta. Exact in evaluation; in training the running statistics take the place of each batch&apos;s own.</source>
        <translation>Die Gewichte jedes Neurons werden mit gamma/sqrt(laufende Varianz + eps) multipliziert, und sein Bias wird (b - laufendes Mittel) gamma/sqrt(laufende Varianz + eps) + beta. Exakt in der Auswertung; im Training treten die laufenden Statistiken an die Stelle derer des Batches.</translation>
    </message>
    <message>
        <source>Earlier steps</source>
        <translation>Frühere Schritte</translation>
    </message>
    <message>
        <source>Effect at once</source>
        <translation>Sofortige Wirkung</translation>
    </message>
    <message>
        <source>Eight ELU layers that explode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eight layers of ReLU, He</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eight layers of Sigmoid, Xavier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eight layers of Tanh, Xavier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eight sigmoid layers that starve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Elman RNN</source>
        <translation>Elman-RNN</translation>
    </message>
    <message>
        <source>End this session; what it recorded stays (Ctrl+.)</source>
        <translation>Diese Sitzung beenden; was sie aufgezeichnet hat, bleibt (Strg+.)</translation>
    </message>
    <message>
        <source>Enter goes to the next place, Escape shows all pages again</source>
        <translation>Eingabe geht zur nächsten Stelle, Esc zeigt wieder alle Seiten</translation>
    </message>
    <message>
        <source>Esc lists all of them again.</source>
        <translation>Esc führt wieder alle auf.</translation>
    </message>
    <message>
        <source>Evaluate every</source>
        <translation>Auswerten alle</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Every entry of the main window, and its key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every factor of dC/db1, and their product</source>
        <translation>Jeder Faktor von dC/db1, und ihr Produkt</translation>
    </message>
    <message>
        <source>Every other quantity that *Show* offers is drawn in the same way; their formulas stand in [The quantities](quantities.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every rule is read at each check; there, a tensor is saved at every 500th step unless a person asks for more. The rules name no remedies, only that of poor initialization names Xavier. Mean |g| is that of the weights, read off the log2 histogram within a few per cent; biases are left out. DeadRelu counts units that are active for less than 1 % of the values, here those that put out exactly 0 for all examples of five looks. SaturatedActivation counts nodes, here units and examples; the sigmoid&apos;s limits there are -23 and 17, here -17 and 17. LossNotDecreasing compares with a loss ten steps ago at least, by default with one of 500 steps ago; here with one of 255 measured steps ago, as far as steps are remembered. Of PoorWeightInitialization only the test of variances is here, over the first 10 steps: how its tests of the gradient&apos;s range and of the loss join in is not published. Rules that need a person to name tensors (UnchangedTensor, AllZero, TensorVariance), and those on held-out loss or data (Overfit, Overtraining, ClassImbalance, Confusion and others), are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every step, everything</source>
        <translation>Jeden Schritt, alles</translation>
    </message>
    <message>
        <source>Every unit reads all units of the layer before it.</source>
        <translation>Jedes Neuron liest alle Neuronen der Schicht davor.</translation>
    </message>
    <message>
        <source>Every weight that is drawn at the start is multiplied with it; biases are not.</source>
        <translation>Jedes anfangs gezogene Gewicht wird damit multipliziert, Bias-Werte nicht.</translation>
    </message>
    <message>
        <source>Everything but the window needs no display. `gradiometer VERB --help` lists every name and value of a verb. Without Qt installed, `python -m gradiometer` has the same verbs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything in the dialog is reached by Tab; the panel on the right can be read with the keyboard too, its text can be selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is small: a larger rate, or Adam.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact surgery</source>
        <translation>Exakter Eingriff</translation>
    </message>
    <message numerus="yes">
        <source>Exactly 0 in {n} layers.</source>
        <translation>
            <numerusform>Genau 0 in {n} Schicht.</numerusform>
            <numerusform>Genau 0 in {n} Schichten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Examples in one step.</source>
        <translation>Beispiele in einem Schritt.</translation>
    </message>
    <message>
        <source>Exit codes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Expected by theory</source>
        <translation>Von der Theorie erwartet</translation>
    </message>
    <message>
        <source>Expected: {0}.</source>
        <translation>Erwartet: {0}.</translation>
    </message>
    <message>
        <source>Exploding gradient</source>
        <translation>Explodierender Gradient</translation>
    </message>
    <message>
        <source>Exploding gradient in {0}</source>
        <translation>Explodierender Gradient in {0}</translation>
    </message>
    <message>
        <source>ExplodingTensor: only_nan False, so that Inf counts too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export &amp;TensorBoard event files…</source>
        <translation>&amp;TensorBoard-Dateien exportieren …</translation>
    </message>
    <message>
        <source>Export a plot</source>
        <translation>Einen Plot exportieren</translation>
    </message>
    <message>
        <source>Export a&amp;nimation…</source>
        <translation>An&amp;imation exportieren …</translation>
    </message>
    <message>
        <source>Export an animation</source>
        <translation>Eine Animation exportieren</translation>
    </message>
    <message>
        <source>Export {lower}…</source>
        <translation>{lower} exportieren …</translation>
    </message>
    <message>
        <source>Export {title}</source>
        <translation>{title} exportieren</translation>
    </message>
    <message>
        <source>Export, pin a note, try changes</source>
        <translation>Exportieren, eine Notiz anheften, Änderungen ausprobieren</translation>
    </message>
    <message>
        <source>Exported {found}: look at it with tensorboard --logdir {parent}</source>
        <translation>Exportiert: {found}. Ansehen mit tensorboard --logdir {parent}</translation>
    </message>
    <message>
        <source>Exported {out}</source>
        <translation>Exportiert: {out}</translation>
    </message>
    <message>
        <source>Exported {path}</source>
        <translation>Exportiert: {path}</translation>
    </message>
    <message>
        <source>Exporting {name} …</source>
        <translation>{name} wird exportiert …</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factors</source>
        <translation>Faktoren</translation>
    </message>
    <message>
        <source>Far from 0, or far from 1 in size, inputs saturate the first layer.</source>
        <translation>Weit von 0, oder in der Größe weit von 1, sättigen Eingaben die erste Schicht.</translation>
    </message>
    <message>
        <source>Far from zero, the layer behind sees the same large input for every example.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fast training</source>
        <translation>Schnelles Training</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Abbildung</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Abbildungen</translation>
    </message>
    <message>
        <source>Figures ({join})</source>
        <translation>Abbildungen ({join})</translation>
    </message>
    <message>
        <source>Figures and reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figures of the report</source>
        <translation>Abbildungen des Berichts</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File, MB an hour at most</source>
        <translation>Datei, höchstens MB je Stunde</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Datei …</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Einen Befehl finden</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Findings ({number})</source>
        <translation>Befunde ({number})</translation>
    </message>
    <message>
        <source>Findings and rule sets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings and trials</source>
        <translation>Befunde und Versuche</translation>
    </message>
    <message>
        <source>First / last, log10</source>
        <translation>Erste / letzte, log10</translation>
    </message>
    <message>
        <source>First by last layer&apos;s gradient of networks around this one, in a window of its own</source>
        <translation>Gradient der ersten durch den der letzten Schicht in ähnlichen Netzen, in einem eigenen Fenster</translation>
    </message>
    <message>
        <source>First layer</source>
        <translation>Erste Schicht</translation>
    </message>
    <message>
        <source>First layer&apos;s norm</source>
        <translation>Norm der ersten Schicht</translation>
    </message>
    <message>
        <source>First step</source>
        <translation>Erster Schritt</translation>
    </message>
    <message>
        <source>Five minutes with Gradiometer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flat loss</source>
        <translation>Flacher Verlust</translation>
    </message>
    <message>
        <source>Flat loss in {0}</source>
        <translation>Flacher Verlust in {0}</translation>
    </message>
    <message>
        <source>Flat: a remedy for vanishing gradients, or a larger rate, as [Findings](findings.md) rank them. Jumping: a rate of a tenth. Rising: a smaller rate, clipping, another initialization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip it to ReLU</source>
        <translation>Auf ReLU umschalten</translation>
    </message>
    <message>
        <source>Flipping a switch and seeing a curve move proves nothing: it might have moved anyway. A trial copies the session as it stands: once to stay untouched, once for each of up to three changes, and once for a **null fork** with no change. All train in lock-step on the same examples.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Float32 ends near 1e-45 and 3e38, float64 near 1e-324 and 2e308: what broke off there goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Float32 ends near 1e-45, and a value below it is exactly 0; the plot says *below 1e-45*. A session in float64 (*File &gt; New session*) goes down to 1e-324. Biases in front of a BatchNorm have a gradient that is zero but for rounding: read *delta norm* there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for TensorBoard event files</source>
        <translation>Ordner für TensorBoard-Dateien</translation>
    </message>
    <message>
        <source>Folder for the pictures</source>
        <translation>Ordner für die Bilder</translation>
    </message>
    <message>
        <source>Folder of PNG pictures</source>
        <translation>Ordner mit PNG-Bildern</translation>
    </message>
    <message>
        <source>Folder of images, a sub-folder a class</source>
        <translation>Ordner mit Bildern, ein Unterordner je Klasse</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner …</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>Schriftart</translation>
    </message>
    <message>
        <source>For each order of the data: mean of log10(norm of the branch / norm of the control), and mean of (loss of the branch - loss of the control), over the steps of the last tenth that both measured. Over several orders: mean and Student&apos;s 95 % interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For each session its newest measured step up to the position of the slider. Triangles at the bottom are exact zeros. The legend says at which step each session is seen. *Count the profile&apos;s layers from the output*, in the box *Layers*, puts the output layers below each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget bias</source>
        <translation>Bias des Vergesstors</translation>
    </message>
    <message>
        <source>Forget bias 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget bias 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget bias 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget bias ln 100 = 4.6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget bias ln T</source>
        <translation>Bias des Vergesstors ln T</translation>
    </message>
    <message>
        <source>Fork</source>
        <translation>Abzweigen</translation>
    </message>
    <message>
        <source>Fork before step</source>
        <translation>Abzweigen vor Schritt</translation>
    </message>
    <message>
        <source>Fork the session, change the copies, and see what that does (Ctrl+T)</source>
        <translation>Die Sitzung abzweigen, die Kopien ändern und sehen, was das bewirkt (Strg+T)</translation>
    </message>
    <message>
        <source>Fork the session, let each copy try one of them on the same examples, and see which cures it</source>
        <translation>Die Sitzung abzweigen, jede Kopie eine davon auf denselben Beispielen ausprobieren lassen, und sehen, welche heilt</translation>
    </message>
    <message>
        <source>Forked before step {step} in {value:.0f} ms</source>
        <translation>Vor Schritt {step} in {value:.0f} ms abgezweigt</translation>
    </message>
    <message>
        <source>Forked before step {step} of {file}</source>
        <translation>Abgezweigt vor Schritt {step} von {file}</translation>
    </message>
    <message>
        <source>Forking …</source>
        <translation>Wird abgezweigt …</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Formula with the numbers of the step that is shown</source>
        <translation>Formel mit den Zahlen des gezeigten Schritts</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Forward (Alt+Right)</source>
        <translation>Vor (Alt+Rechts)</translation>
    </message>
    <message>
        <source>Four hidden layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source>Frames a second, at most</source>
        <translation>Bilder je Sekunde, höchstens</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>From &amp;any step…</source>
        <translation>Von &amp;irgendeinem Schritt …</translation>
    </message>
    <message>
        <source>From a snapshot a run goes on as if it had never stopped. What all of them may take; 0: there are none.</source>
        <translation>Von einem Schnappschuss geht ein Lauf weiter, als wäre nie angehalten worden. Was alle zusammen brauchen dürfen; 0: Es gibt keine.</translation>
    </message>
    <message>
        <source>From step</source>
        <translation>Ab Schritt</translation>
    </message>
    <message>
        <source>From the input</source>
        <translation>Von der Eingabe her</translation>
    </message>
    <message>
        <source>From the last time step, on the right, back to the first. The loss at the end cannot teach the early steps anything where it has fallen to nothing.</source>
        <translation>Vom letzten Zeitschritt, rechts, zurück zum ersten. Wo er auf nichts gefallen ist, kann der Verlust am Ende die frühen Schritte nichts lehren.</translation>
    </message>
    <message>
        <source>From the last time step, on the right, back to the first. {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the output</source>
        <translation>Von der Ausgabe her</translation>
    </message>
    <message>
        <source>From where to where the vertical axis goes.</source>
        <translation>Von wo bis wo die senkrechte Achse geht.</translation>
    </message>
    <message>
        <source>From {first} to {last}</source>
        <translation>Von {first} bis {last}</translation>
    </message>
    <message>
        <source>From, to</source>
        <translation>Von, bis</translation>
    </message>
    <message>
        <source>Frozen, shared, sparse, complex and half precision parameters, empty layers, layers that are used several times in a pass, and compiled models are measured rightly or named as not measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GELU</source>
        <translation>GELU</translation>
    </message>
    <message>
        <source>GIF picture</source>
        <translation>GIF-Bild</translation>
    </message>
    <message>
        <source>GRU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GRU, orthogonal, Adam, clipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gain, gate and weight factor of each layer at one closer look</source>
        <translation>Verstärkung, Tor und Gewichtsfaktor jeder Schicht bei einer genaueren Betrachtung</translation>
    </message>
    <message>
        <source>Gain, gate and weights of each layer</source>
        <translation>Verstärkung, Tor und Gewichte jeder Schicht</translation>
    </message>
    <message>
        <source>Gamma is sqrt(var + eps) and beta the mean of each unit&apos;s pre-activations over the next batch, which are also the first running statistics. Exact in training on this batch, and in evaluation.</source>
        <translation>Gamma ist sqrt(var + eps) und Beta das Mittel der Präaktivierungen jedes Neurons über den nächsten Batch; das sind auch die ersten laufenden Statistiken. Exakt im Training auf diesem Batch und in der Auswertung.</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gate and weights</source>
        <translation>Tor und Gewichte</translation>
    </message>
    <message>
        <source>Give the name of a file, or of a folder for numbered pictures</source>
        <translation>Geben Sie den Namen einer Datei an, oder den eines Ordners für nummerierte Bilder</translation>
    </message>
    <message>
        <source>Give this session a name (F2)</source>
        <translation>Dieser Sitzung einen Namen geben (F2)</translation>
    </message>
    <message>
        <source>Glorot &amp; Bengio 2010: layers drawn well have gradients alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the step, and to the plot that shows it</source>
        <translation>Zum Schritt gehen und zum Plot, der es zeigt</translation>
    </message>
    <message>
        <source>Goes to that session in the list; a trial, which is not listed, is opened</source>
        <translation>Geht zu dieser Sitzung in der Liste; ein Versuch, der nicht aufgeführt ist, wird geöffnet</translation>
    </message>
    <message>
        <source>Going up the map, deeper networks leave less and less room for a good weight scale: the pale strip narrows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient at the first time step by that at the last, {0} steps: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient clipping</source>
        <translation>Kappen des Gradienten</translation>
    </message>
    <message>
        <source>Gradient clipping is off.</source>
        <translation>Das Kappen des Gradienten ist aus.</translation>
    </message>
    <message>
        <source>Gradient dC/db of each neuron at one closer look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient dC/db of the first neurons of each layer at one closer look</source>
        <translation>Gradient dC/db der ersten Neuronen jeder Schicht bei einer genaueren Betrachtung</translation>
    </message>
    <message>
        <source>Gradient explodes: clip the total norm, a smaller rate, another initialization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient norm against layer at one step</source>
        <translation>Gradientennorm gegen die Schicht bei einem Schritt</translation>
    </message>
    <message>
        <source>Gradient norm against layer, side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient norm of each layer</source>
        <translation>Gradientennorm jeder Schicht</translation>
    </message>
    <message>
        <source>Gradient norm of each layer over steps</source>
        <translation>Gradientennorm jeder Schicht über die Schritte</translation>
    </message>
    <message>
        <source>Gradient norm of some layers against the control&apos;s, over steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient norm of some layers over steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient norm, first layer</source>
        <translation>Gradientennorm, erste Schicht</translation>
    </message>
    <message>
        <source>Gradient norm, last layer</source>
        <translation>Gradientennorm, letzte Schicht</translation>
    </message>
    <message>
        <source>Gradient norms of the weights and the loss, just before each change and some steps after it. Press one of the buttons while the network trains.</source>
        <translation>Gradientennormen der Gewichte und der Verlust, unmittelbar vor jeder Änderung und einige Schritte danach. Drücken Sie einen der Knöpfe, während das Netz trainiert.</translation>
    </message>
    <message>
        <source>Gradient norms {ends}</source>
        <translation>Gradientennormen {ends}</translation>
    </message>
    <message>
        <source>Gradient of each layer before training</source>
        <translation>Gradient jeder Schicht vor dem Training</translation>
    </message>
    <message>
        <source>Gradient of each time step</source>
        <translation>Gradient jedes Zeitschritts</translation>
    </message>
    <message>
        <source>Gradient of each time step over steps</source>
        <translation>Gradient jedes Zeitschritts über die Schritte</translation>
    </message>
    <message>
        <source>Gradient of each unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient of recurrent layers against time step at one closer look</source>
        <translation>Gradient rekurrenter Schichten gegen den Zeitschritt bei einer genaueren Betrachtung</translation>
    </message>
    <message>
        <source>Gradient of the cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient of the first neurons of each layer</source>
        <translation>Gradient der ersten Neuronen jeder Schicht</translation>
    </message>
    <message>
        <source>Gradient of the output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient of the state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient through time of one recurrent layer over steps</source>
        <translation>Gradient durch die Zeit einer rekurrenten Schicht über die Schritte</translation>
    </message>
    <message>
        <source>Gradient vanishes: ReLU with He, a normalization, skip connections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient wiped by clipping</source>
        <translation>Vom Kappen ausgelöschter Gradient</translation>
    </message>
    <message>
        <source>Gradient wiped by clipping in {0}</source>
        <translation>Vom Kappen ausgelöschter Gradient in {0}</translation>
    </message>
    <message>
        <source>GradientFlowDetector: exploding_norm_threshold = 1000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GradientFlowDetector: last : first above 1000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GradientFlowDetector: stall_threshold = 1e-8, stall_fraction = 0.3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GradientFlowDetector: vanishing_ratio_threshold = 100</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradiometer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradiometer ended unexpectedly last time. Sessions recover by themselves: open one, and all that was recorded is there.</source>
        <translation>Gradiometer endete letztes Mal unerwartet. Sitzungen stellen sich selbst wieder her: Öffnen Sie eine, und alles Aufgezeichnete ist da.</translation>
    </message>
    <message>
        <source>Gradiometer has made a mistake</source>
        <translation>Gradiometer hat einen Fehler gemacht</translation>
    </message>
    <message>
        <source>Gradiometer sessions (*{SUFFIX});;All files (*)</source>
        <translation>Gradiometer-Sitzungen (*{SUFFIX});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Gradiometer sessions and scripts (*{SUFFIX} *{SCRIPT});;All files (*)</source>
        <translation>Gradiometer-Sitzungen und -Skripte (*{SUFFIX} *{SCRIPT});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Gradiometer shows the gradient of every layer of a network while it trains, and lets you change the network as it runs. These pages say what each part shows, by which formula, how to read it, and what to do about it. In the program they are *Help &gt; Manual* (F1); F1 with the focus in a plot, or the button `?` in its lower right corner, opens the page of that plot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradiometer {version}</source>
        <translation>Gradiometer {version}</translation>
    </message>
    <message>
        <source>Gradiometer, as recorded</source>
        <translation>Gradiometer, wie aufgezeichnet</translation>
    </message>
    <message>
        <source>Gradiometer, started {begun}, ended unexpectedly.</source>
        <translation>Gradiometer, gestartet {begun}, endete unerwartet.</translation>
    </message>
    <message>
        <source>Greys</source>
        <translation>Graustufen</translation>
    </message>
    <message>
        <source>Greys, told apart by dashes and signs: 178 x 100 mm</source>
        <translation>Graustufen, durch Striche und Zeichen unterschieden: 178 x 100 mm</translation>
    </message>
    <message>
        <source>Growing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half as many hidden layers</source>
        <translation>Halb so viele verdeckte Schichten</translation>
    </message>
    <message>
        <source>Half of the values are smaller than {median}.</source>
        <translation>Die Hälfte der Werte ist kleiner als {median}.</translation>
    </message>
    <message>
        <source>Halve the weights and leave the biases: the z are far off, and the explosion is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handwritten digits, 28 x 28 pixels.</source>
        <translation>Handgeschriebene Ziffern, 28 x 28 Pixel.</translation>
    </message>
    <message>
        <source>Hatched: {join}{value}</source>
        <translation>Schraffiert: {join}{value}</translation>
    </message>
    <message>
        <source>He</source>
        <translation>He</translation>
    </message>
    <message>
        <source>He&apos;s initialization</source>
        <translation>Hes Initialisierung</translation>
    </message>
    <message>
        <source>He&apos;s weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>Zurückgehalten</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>Genauigkeit auf Zurückgehaltenen</translation>
    </message>
    <message>
        <source>Held-out accuracy now: {0}. Speed of learning of the first hidden layer: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held-out at step</source>
        <translation>Zurückgehalten bei Schritt</translation>
    </message>
    <message>
        <source>Held-out examples</source>
        <translation>Zurückgehaltene Beispiele</translation>
    </message>
    <message>
        <source>Held-out loss</source>
        <translation>Verlust auf Zurückgehaltenen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here a change brought the first layer&apos;s gradient up by decades against its untouched twin, and the null fork lies on the line:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here one branch learns and the others stay with the control:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden 1 stays a factor of 10 to 30 (three layers) or 40 to 300 (four layers) below the last hidden layer all the way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>Verdeckte Schichten</translation>
    </message>
    <message>
        <source>Hills beyond 4 (2^2) saturate a sigmoid or a tanh; all left of zero, a ReLU is switched off.</source>
        <translation>Hügel jenseits von 4 (2^2) sättigen ein Sigmoid oder einen Tanh; liegt alles links der Null, ist eine ReLU abgeschaltet.</translation>
    </message>
    <message>
        <source>Hills that run outwards: weights that grow without end. Two far apart: a layer that was drawn too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>Histogram every</source>
        <translation>Histogramm alle</translation>
    </message>
    <message>
        <source>Histogram of the chosen layer</source>
        <translation>Histogramm der gewählten Schicht</translation>
    </message>
    <message>
        <source>Histograms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histograms of one layer on top of each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histograms of one layer over steps</source>
        <translation>Histogramme einer Schicht über die Schritte</translation>
    </message>
    <message>
        <source>Histograms of one layer, an outline for each session</source>
        <translation>Histogramme einer Schicht, ein Umriss je Sitzung</translation>
    </message>
    <message>
        <source>Histograms of several sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histograms of the chosen layer over steps</source>
        <translation>Histogramme der gewählten Schicht über die Schritte</translation>
    </message>
    <message>
        <source>Hochreiter &amp; Schmidhuber 1997; Gers, Schmidhuber &amp; Cummins 2000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold after the current step (Space)</source>
        <translation>Nach dem laufenden Schritt anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>Hold the replay (P)</source>
        <translation>Das Abspielen anhalten (P)</translation>
    </message>
    <message>
        <source>Hovering, panning, zooming and buttons answer at once, whatever is chosen here.</source>
        <translation>Zeigen, Verschieben, Zoomen und Knöpfe antworten sofort, was immer hier gewählt ist.</translation>
    </message>
    <message>
        <source>How a lesson works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far a change goes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the activation lets the signal through. A sigmoid&apos;s is 0.25 at best, near 0 where it saturates.</source>
        <translation>Wie weit die Aktivierung das Signal durchlässt. Beim Sigmoid höchstens 0,25, nahe 0, wo es gesättigt ist.</translation>
    </message>
    <message>
        <source>How far the animation is</source>
        <translation>Wie weit die Animation ist</translation>
    </message>
    <message>
        <source>How far the change goes: exact, ramped, immediate or destructive</source>
        <translation>Wie weit die Änderung geht: exakt, allmählich, sofort oder zerstörend</translation>
    </message>
    <message>
        <source>How far the check over many seeds is</source>
        <translation>Wie weit die Prüfung über viele Startwerte ist</translation>
    </message>
    <message>
        <source>How far the report is</source>
        <translation>Wie weit der Bericht ist</translation>
    </message>
    <message>
        <source>How far the trial is</source>
        <translation>Wie weit der Versuch ist</translation>
    </message>
    <message>
        <source>How fast each neuron learns, and in which direction. Short bars in early layers: these hardly learn.</source>
        <translation>Wie schnell jedes Neuron lernt, und in welche Richtung. Kurze Balken in frühen Schichten: Diese lernen kaum.</translation>
    </message>
    <message>
        <source>How fast they follow each other.</source>
        <translation>Wie schnell sie aufeinander folgen.</translation>
    </message>
    <message>
        <source>How it ended last time</source>
        <translation>Wie es letztes Mal endete</translation>
    </message>
    <message>
        <source>How many cells are measured</source>
        <translation>Wie viele Zellen gemessen sind</translation>
    </message>
    <message>
        <source>How many hidden layers.</source>
        <translation>Wie viele verdeckte Schichten.</translation>
    </message>
    <message>
        <source>How many neurons in each layer.</source>
        <translation>Wie viele Neuronen in jeder Schicht.</translation>
    </message>
    <message>
        <source>How many times as wide as before every hidden layer becomes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many times the control&apos;s value each session has at the same step, as a logarithm: 0 is the control itself, 1 ten times as much, -1 a tenth. A colour for each session and a dash for each layer. Of a quantity that does not span decades it is the difference.</source>
        <translation>Das Wievielfache des Werts der Kontrolle jede Sitzung beim selben Schritt hat, als Logarithmus: 0 ist die Kontrolle selbst, 1 zehnmal so viel, -1 ein Zehntel. Eine Farbe je Sitzung und eine Strichart je Schicht. Bei einer Größe, die keine Dekaden überspannt, ist es die Differenz.</translation>
    </message>
    <message>
        <source>How many times the control&apos;s value each session has at the same step. It is a tab of [Norms](compare-norms.md), and in the window of a trial in front of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many; fewer where fewer steps are recorded.</source>
        <translation>Wie viele; weniger, wo weniger Schritte aufgezeichnet sind.</translation>
    </message>
    <message>
        <source>How much each layer learns</source>
        <translation>Wie viel jede Schicht lernt</translation>
    </message>
    <message>
        <source>How much faster than it was recorded; 1× is the pace of the training</source>
        <translation>Wie viel schneller als aufgezeichnet; 1× ist das Tempo des Trainings</translation>
    </message>
    <message>
        <source>How much is done</source>
        <translation>Wie viel getan ist</translation>
    </message>
    <message>
        <source>How much of the time drawing may take from training.</source>
        <translation>Wie viel der Zeit das Zeichnen dem Training nehmen darf.</translation>
    </message>
    <message>
        <source>How much the weights behind the layer lengthen the signal on its way back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How rules judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How strongly the loss wishes to keep more, or less, at this step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How strongly the loss wishes to keep more, or less, of the old state.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How strongly the loss wishes to read more, or less, of the old state.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How strongly the loss wishes to show more, or less, of the cell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How strongly the loss wishes to write more, or less, at this step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the values of one layer are spread at one step. A norm is one number; this plot shows what it is made of.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How to &amp;read the plots</source>
        <translation>Wie man die &amp;Plots liest</translation>
    </message>
    <message>
        <source>How to read it</source>
        <translation>Wie man es liest</translation>
    </message>
    <message>
        <source>How to read the plots</source>
        <translation>Wie man die Plots liest</translation>
    </message>
    <message>
        <source>How to read the quantity shown</source>
        <translation>Wie die gezeigte Größe zu lesen ist</translation>
    </message>
    <message>
        <source>How well each rule set does on 498 short runs, found and falsely alarmed, stands in the project&apos;s README.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IDX images with labels, NumPy arrays x and y (.npz), a table with a label column (.csv), or a folder of images by class.</source>
        <translation>IDX-Bilder mit Klassen, NumPy-Arrays x und y (.npz), eine Tabelle mit Klassenspalte (.csv) oder ein Ordner mit Bildern nach Klassen.</translation>
    </message>
    <message>
        <source>IDX images, as MNIST comes</source>
        <translation>IDX-Bilder, wie MNIST sie hat</translation>
    </message>
    <message>
        <source>IEEE 754: NaN and Inf stay what they are, whatever is computed from them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identity neuron: make w₁ ten times smaller, and the error is a hundred times smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If a factor wⱼσ′(zⱼ) below 1 makes the gradient vanish, a factor above 1 must make it explode. That can be arranged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In *File &gt; Branches* select two to eight of a tree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In *Network and training* set *Activation* to ReLU. The running network changes at its next step: no restart, no rebuild. A dashed line marks the step in all plots over time, and *Changes* lists it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a network of layers the same thing happens with matrices. With δₗ = ∂C/∂zₗ, which is also ∂C/∂bₗ, backpropagation is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a plot that has the focus, Left and Right read one layer or step after the other, with Shift ten; Home and End go to the ends, Up and Down to another layer or row. Enter chooses the layer, or looks back at the step, that is read. Plus and minus zoom, 0 shows all steps. The line below the plot says what is read, and screen readers hear it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a plot that has the keys</source>
        <translation>In einem Plot, der die Tasten hat</translation>
    </message>
    <message>
        <source>In a profile: step 0, dotted, and the step before the last change, dashed.</source>
        <translation>In einem Profil: Schritt 0, gepunktet, und der Schritt vor der letzten Änderung, gestrichelt.</translation>
    </message>
    <message>
        <source>In how many orders of the data both go this way</source>
        <translation>In wie vielen Reihenfolgen der Daten beides in diese Richtung geht</translation>
    </message>
    <message>
        <source>In the diagram every factor is a bar. The axis is logarithmic, and there a product is a sum: the bar of ∂C/∂b₁ is as long as the five bars before it together. Move the sliders, or write exact numbers into the boxes. A click on a neuron shows where it stands on the sigmoid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the dialog write for each branch a label and its changes, or choose a remedy. *Steps to train* and *Orders of the data* say how long and how often; with two orders or more the results have 95 % intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the first fifty epochs all speeds fall, to a fiftieth or less. The output layer learns how often each digit occurs, and the cost stops falling fast.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the norms, the curve of hidden 1 sinks with each layer that is added behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the profile, the line of delta norms falls towards the input by about a factor of five a layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the run, one layer&apos;s gain: {0}, from gate {1} and weights {2}. From hidden 8 back to hidden 1: |δ₁| / |δ₈| = {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the run: |∂C/∂b₁| / |∂C/∂b₃| = {0} / {1} = {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incoming weights of one neuron</source>
        <translation>Eingehende Gewichte eines Neurons</translation>
    </message>
    <message>
        <source>Incoming weights of the chosen neuron</source>
        <translation>Eingehende Gewichte des gewählten Neurons</translation>
    </message>
    <message>
        <source>Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Initialization</source>
        <translation>Initialisierung</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Inputs not normalized</source>
        <translation>Nicht normalisierte Eingaben</translation>
    </message>
    <message>
        <source>Inputs not normalized in {0}</source>
        <translation>Nicht normalisierte Eingaben in {0}</translation>
    </message>
    <message>
        <source>Inputs of mean 0 and variance 1 keep the first layer where it has slope (LeCun et al. 1998).</source>
        <translation>Eingaben mit Mittel 0 und Varianz 1 halten die erste Schicht, wo sie eine Steigung hat (LeCun et al. 1998).</translation>
    </message>
    <message>
        <source>Inside the axes</source>
        <translation>In den Achsen</translation>
    </message>
    <message>
        <source>Interventions</source>
        <translation>Eingriffe</translation>
    </message>
    <message>
        <source>Ioffe &amp; Szegedy 2015 (arXiv 1502.03167), algorithm 1: the variance of a batch of one is 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It begins with other settings ({difference}): {error}.</source>
        <translation>Sie beginnt mit anderen Einstellungen ({difference}): {error}.</translation>
    </message>
    <message>
        <source>It belongs to another session.</source>
        <translation>Sie gehört zu einer anderen Sitzung.</translation>
    </message>
    <message>
        <source>It brings what a layer reads to mean 0 and variance 1 over its units, however small the batch (Ba et al. 2016).</source>
        <translation>Bringt, was eine Schicht liest, über ihre Neuronen auf Mittel 0 und Varianz 1, wie klein der Batch auch ist (Ba et al. 2016).</translation>
    </message>
    <message>
        <source>It brings what every unit reads to mean 0 and variance 1 over the batch, where activations have slope (Ioffe &amp; Szegedy 2015).</source>
        <translation>Bringt, was jedes Neuron liest, über den Batch auf Mittel 0 und Varianz 1, wo Aktivierungen eine Steigung haben (Ioffe &amp; Szegedy 2015).</translation>
    </message>
    <message>
        <source>It cannot be computed: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It divides each weight&apos;s step by the size of its own gradients, so layers with small ones learn as fast (Kingma &amp; Ba 2015, whose rate this is).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It ends trials of a search for hyper-parameters, so it names no remedies. There, everything is looked at after each epoch; here at each check, with losses of whole epochs, passes over the training examples. As there, a vanishing gradient and slow convergence are looked for in the first half of the planned steps, oscillation in the second, so that they are never found where no end is planned. A median over layers that passes a limit is read as half of the layers passing it. That a trial among the best tenth is spared, the comparison of halves of a run, and the rules on held-out losses are left out: they need other trials or other numbers. That there is no more to gain is a reason to end a trial and no fault, so here it is a warning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has a slope below 0 too, and outputs whose mean is close to 0 (Clevert et al. 2016).</source>
        <translation>Sie hat auch unter 0 eine Steigung, und Ausgaben mit einem Mittel nahe 0 (Clevert et al. 2016).</translation>
    </message>
    <message numerus="yes">
        <source>It has come {n} times.</source>
        <translation>
            <numerusform>Es ist {n}-mal aufgetreten.</numerusform>
            <numerusform>Es ist {n}-mal aufgetreten.</numerusform>
        </translation>
    </message>
    <message>
        <source>It is made of, and thanks:</source>
        <translation>Es besteht aus, mit Dank an:</translation>
    </message>
    <message>
        <source>It is not in this folder: what was continued from it knows its name alone</source>
        <translation>Sie ist nicht in diesem Ordner: Was von ihr fortgesetzt wurde, kennt nur ihren Namen</translation>
    </message>
    <message>
        <source>It is so already.</source>
        <translation>Es ist schon so.</translation>
    </message>
    <message>
        <source>It lies below the total norm at every step that was clipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It looks back on a run that is over, and judges by the second half of it; here it is asked at each check, as if the run ended there, and reads the newest numbers instead of their mean. What it calls critical is severe here. Its gradients are those of what layers put out before the activation; a gradient that stalls is read off the weights&apos; gradient, within a factor of the size of what a layer reads. Its dead and saturated units are shares of all outputs near 0 and beyond 0.95, as here; healthy ReLUs have about a half near 0. Outputs of linear maps, in which it counts them too, and the last layer are left out. So are gradient noise, the growth and the standstill of weights&apos; norms, rank and curvature, which are no symptoms here, and what it merely mentions (a catapult phase, the edge of stability). Remedies are in its order; warm-up, schedules and rates of single layers are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It passes a hundredth of the gradient where a ReLU is off, so units can come back (Maas et al. 2013).</source>
        <translation>Sie lässt ein Hundertstel des Gradienten durch, wo eine ReLU aus ist, so können Neuronen zurückkommen (Maas et al. 2013).</translation>
    </message>
    <message>
        <source>It stands as a marker on the plots over time, in the list of changes and in exports.</source>
        <translation>Sie steht als Marke in den Plots über die Zeit, in der Liste der Änderungen und in Exporten.</translation>
    </message>
    <message>
        <source>It would be nice if slow learning meant that there is little left to learn. But the first layer&apos;s weights are random still. Its gradient is not small because it is nearly right, it is small because of what stands between it and the cost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its place is in {folder}. Replaced, it is gone.</source>
        <translation>Der Ort ist {folder}. Ersetzt ist sie weg.</translation>
    </message>
    <message>
        <source>Judge it anew, as far as the session is now</source>
        <translation>Neu urteilen, so weit die Sitzung jetzt ist</translation>
    </message>
    <message>
        <source>Judged by</source>
        <translation>Beurteilt nach</translation>
    </message>
    <message>
        <source>Judging what is recorded …</source>
        <translation>Das Aufgezeichnete wird beurteilt …</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep and share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps these looks under a name of your own, as a file that can be given to others.</source>
        <translation>Behält dieses Aussehen unter einem eigenen Namen, als Datei, die man weitergeben kann.</translation>
    </message>
    <message>
        <source>Keyboard shortcuts - Gradiometer</source>
        <translation>Tastenkürzel - Gradiometer</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>LSTM in place of the plain recurrent network</source>
        <translation>LSTM statt des einfachen rekurrenten Netzes</translation>
    </message>
    <message>
        <source>LSTM with forget bias 1: the line is less steep, and still ends at a hundred-millionth.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LSTM, forget bias 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LSTM, forget bias 1, orthogonal, Adam, clipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LSTM, forget bias 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LSTM, forget bias 4.6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LSTM, forget bias ln 100 = 4.6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label of branch {number}</source>
        <translation>Beschriftung von Zweig {number}</translation>
    </message>
    <message>
        <source>Labels out of range</source>
        <translation>Klassen außerhalb des Bereichs</translation>
    </message>
    <message>
        <source>Labels out of range in {0}</source>
        <translation>Klassen außerhalb des Bereichs in {0}</translation>
    </message>
    <message>
        <source>Lambda</source>
        <translation>Lambda</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Large weights push z far out, where σ′ is next to nothing. So choose each bias to bring its z back to 0: bⱼ = −100 aⱼ₋₁.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest error on [0, 1]: &lt;span style=&quot;color:{training}&quot;&gt;■&lt;/span&gt;&amp;nbsp;with&amp;nbsp;a&amp;nbsp;constant&amp;ensp;&lt;span style=&quot;color:{held_out}&quot;&gt;■&lt;/span&gt;&amp;nbsp;without</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last hidden</source>
        <translation>Letzte verdeckte</translation>
    </message>
    <message>
        <source>Last loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>Letzter Schritt</translation>
    </message>
    <message>
        <source>Last {0}</source>
        <translation>Letzte(r) {0}</translation>
    </message>
    <message>
        <source>Law</source>
        <translation>Gesetz</translation>
    </message>
    <message>
        <source>Layer by layer, at the newest closer look: the **gain** (full line), the **gate** (dashed), the **weight factor** (dotted) and the **product** of gate and weight factor (dash-dotted). The output layer has no gate. The dotted line across stands at 1, where the signal keeps its size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LayerNorm</source>
        <translation>LayerNorm</translation>
    </message>
    <message>
        <source>LayerNorm in front of branches (pre-LN)</source>
        <translation>LayerNorm vor den Zweigen (Pre-LN)</translation>
    </message>
    <message>
        <source>LayerNorm, He&apos;s or Xavier&apos;s weights, or Adam, and nothing else: the sigmoid&apos;s slope is still there, and 200 steps on so is most of the gap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Layers are numbered from the input. C is the loss, the mean over the batch; W_l and b_l are weights and biases of layer l; z_l is its pre-activation, x_l what it hands on, phi its activation. |.| is the square root of the sum of squares.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers of neurons</source>
        <translation>Schichten von Neuronen</translation>
    </message>
    <message>
        <source>Layers to re-initialize</source>
        <translation>Neu zu initialisierende Schichten</translation>
    </message>
    <message>
        <source>Layers with a like norm learn at a like speed. One that falls by decades towards the input vanishes on its way back; one that rises by decades explodes.</source>
        <translation>Schichten mit ähnlicher Norm lernen ähnlich schnell. Eine, die zur Eingabe hin um Dekaden fällt, verschwindet auf ihrem Rückweg; eine, die um Dekaden steigt, explodiert.</translation>
    </message>
    <message>
        <source>LeCun et al. 1998, Efficient BackProp, section 4.3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LeakyReLU</source>
        <translation>LeakyReLU</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Learning rate x {0}</source>
        <translation>Lernrate x {0}</translation>
    </message>
    <message>
        <source>Leave the tour; it is in the menu Help (Esc)</source>
        <translation>Den Rundgang verlassen; er steht im Menü Hilfe (Esc)</translation>
    </message>
    <message>
        <source>Left out: {0} files or folders that are not images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left what theory expects, right what one batch measures, the median over some seeds. Axes are depth x weight scale to begin with; initialization and activation can be put on them too. The dashed line is where gradients neither grow nor shrink. Hatched cells have no number, and the line below says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>Legende</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
    <message>
        <source>Lesson before</source>
        <translation>Vorige Lektion</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>Lektionen</translation>
    </message>
    <message>
        <source>Lessons (*.toml)</source>
        <translation>Lektionen (*.toml)</translation>
    </message>
    <message>
        <source>Lessons repeat the experiments of the book and of the articles on vanishing gradients: each has a short text, a run to start, numbers to compare with what was published, and something to break.

Choose one above.</source>
        <translation>Lektionen wiederholen die Experimente des Buches und der Artikel über verschwindende Gradienten: Jede hat einen kurzen Text, einen Lauf zum Starten, Zahlen zum Vergleich mit den veröffentlichten, und etwas zum Kaputtmachen.

Wählen Sie oben eine aus.</translation>
    </message>
    <message>
        <source>Let the session go on as this branch did</source>
        <translation>Die Sitzung weitergehen lassen wie diesen Zweig</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Schrift</translation>
    </message>
    <message>
        <source>Letters, lines and legend.</source>
        <translation>Schrift, Linien und Legende.</translation>
    </message>
    <message>
        <source>Licences of what it is made of</source>
        <translation>Lizenzen seiner Bestandteile</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light or dark colours of the windows and their plots.</source>
        <translation>Helle oder dunkle Farben der Fenster und ihrer Plots.</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Linien</translation>
    </message>
    <message>
        <source>Lines are the training batches; dashed lines with dots are the held-out examples, which are never trained on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines are the training batches; dashed ones with dots are the held-out examples, never trained on.</source>
        <translation>Die Linien sind die Trainingsbatches; gestrichelte mit Punkten sind die zurückgehaltenen Beispiele, mit denen nie trainiert wird.</translation>
    </message>
    <message>
        <source>Lists what has every word (Ctrl+F)</source>
        <translation>Zeigt, was jedes Wort enthält (Strg+F)</translation>
    </message>
    <message>
        <source>Little by little, over 100 steps</source>
        <translation>Nach und nach, über 100 Schritte</translation>
    </message>
    <message>
        <source>Load a style</source>
        <translation>Einen Stil laden</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>Laden …</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>Logarithmisch</translation>
    </message>
    <message>
        <source>Logarithmic or linear.</source>
        <translation>Logarithmisch oder linear.</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Look at [Profile](plot-profile.md). Each dot is a layer, input side left, and the axis is logarithmic: the line falls towards the input. The first layer&apos;s gradient is about a hundredth of the output layer&apos;s. In [Loss and accuracy](plot-loss.md) the loss is flat at 2.3, which is the loss of a guess among ten digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the folder again (F5)</source>
        <translation>Den Ordner noch einmal ansehen (F5)</translation>
    </message>
    <message>
        <source>Look at |∂C/∂hₜ| against the time step t, from the last one back to the first:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look back at a step</source>
        <translation>Auf einen Schritt zurückblicken</translation>
    </message>
    <message>
        <source>Look back, and take it with you</source>
        <translation>Zurückblicken und mitnehmen</translation>
    </message>
    <message>
        <source>Look into *Differences* for what was set otherwise; prove that it was the cause with a [trial](trial.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look, compare, export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the folder …</source>
        <translation>Der Ordner wird angesehen …</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Wird angesehen …</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Loss above, accuracy below, of the training batches and of held-out examples.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss against the control</source>
        <translation>Verlust gegen die Kontrolle</translation>
    </message>
    <message>
        <source>Loss against the control&apos;s at the same steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss against the control&apos;s, at the steps that both have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss and accuracy</source>
        <translation>Verlust und Genauigkeit</translation>
    </message>
    <message>
        <source>Loss and accuracy of all sessions over the shared axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss and accuracy over steps, at the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss and accuracy, training and held-out</source>
        <translation>Verlust und Genauigkeit, Training und zurückgehalten</translation>
    </message>
    <message>
        <source>Loss less that of “{0}” over steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss less the control&apos;s over time, by session</source>
        <translation>Verlust minus den der Kontrolle über die Zeit, je Sitzung</translation>
    </message>
    <message>
        <source>Loss of the newest batch</source>
        <translation>Verlust des neuesten Batches</translation>
    </message>
    <message>
        <source>Loss of the newest measured batch</source>
        <translation>Verlust des neuesten gemessenen Batches</translation>
    </message>
    <message>
        <source>Loss over steps</source>
        <translation>Verlust über die Schritte</translation>
    </message>
    <message>
        <source>Loss over time, by session</source>
        <translation>Verlust über die Zeit, je Sitzung</translation>
    </message>
    <message>
        <source>LossDynamicsDetector: divergence_window = 20, 1.5 times as large, rising at 80 % of the steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LossDynamicsDetector: plateau_window = 20, plateau_threshold = 1e-5, after 40 steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LossNotDecreasing: num_steps 10, diff_percent 0.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses of several sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower is better; but batches scatter, and two single runs prove little. Here one session learns and one stays at the loss of a guess:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MNIST digits</source>
        <translation>MNIST-Ziffern</translation>
    </message>
    <message>
        <source>MNIST, pixel by pixel</source>
        <translation>MNIST, Pixel für Pixel</translation>
    </message>
    <message>
        <source>MNIST, row by row</source>
        <translation>MNIST, Zeile für Zeile</translation>
    </message>
    <message>
        <source>MP4 film</source>
        <translation>MP4-Film</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Make a further change to one of the branches; the others go on as they are</source>
        <translation>An einem der Zweige noch etwas ändern; die anderen gehen weiter wie bisher</translation>
    </message>
    <message>
        <source>Make one step and hold (N)</source>
        <translation>Einen Schritt machen und anhalten (N)</translation>
    </message>
    <message>
        <source>Make the weights large: w = 100, all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make this session</source>
        <translation>Diese Sitzung erstellen</translation>
    </message>
    <message>
        <source>Manual - Gradiometer</source>
        <translation>Handbuch - Gradiometer</translation>
    </message>
    <message>
        <source>Many networks before training, as a map: how much of the gradient of the last layer reaches the first one, over two axes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Many seeds: {text}</source>
        <translation>Viele Startwerte: {text}</translation>
    </message>
    <message>
        <source>Map of &amp;first/last ratio…</source>
        <translation>Karte des &amp;Erste/Letzte-Verhältnisses …</translation>
    </message>
    <message>
        <source>Map of first/last gradient ratio - Gradiometer</source>
        <translation>Karte des Verhältnisses erster/letzter Gradient - Gradiometer</translation>
    </message>
    <message>
        <source>Map of first/last ratio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map…</source>
        <translation>Karte …</translation>
    </message>
    <message>
        <source>Markers</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>Mean activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Measured with one batch</source>
        <translation>Gemessen mit einem Batch</translation>
    </message>
    <message>
        <source>Measured with one batch, {seeds}</source>
        <translation>Gemessen mit einem Batch, {seeds}</translation>
    </message>
    <message>
        <source>Measures the cells anew, on all cores</source>
        <translation>Misst die Zellen neu, auf allen Kernen</translation>
    </message>
    <message>
        <source>Measuring may take 5 % of the training time. *Run &gt; Watching* raises that, up to *Every step, everything*; *Norms every* in *File &gt; New session* fixes a rhythm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Medians over {most} seeds, with the 5th and 95th percentiles: {good} of {num_found} agree.</source>
        <translation>Mediane über {most} Startwerte, mit dem 5. und 95. Perzentil: {good} von {num_found} stimmen überein.</translation>
    </message>
    <message>
        <source>Michael Nielsen, Neural Networks and Deep Learning, chapter 5, section 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Michael Nielsen, Neural Networks and Deep Learning, chapter 5, section 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Michael Nielsen, Neural Networks and Deep Learning, chapter 5, section 3, expression (122)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Michael Nielsen, Neural Networks and Deep Learning, chapter 5, section 3: the exploding gradient problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Michael Nielsen, Neural Networks and Deep Learning, chapter 5, section 3: the two problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Michael Nielsen, Neural Networks and Deep Learning, chapter 5; He et al. 2015; Ioffe &amp; Szegedy 2015; Pascanu et al. 2013</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Michael Nielsen, Neural Networks and Deep Learning, chapters 2 (BP2) and 5; Glorot &amp; Bengio 2010; He et al. 2015</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>Momentum {0}</source>
        <translation>Momentum {0}</translation>
    </message>
    <message>
        <source>More layers can say more with fewer numbers, so a deeper network ought to read digits better. Does it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mouse and keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mouse in a plot</source>
        <translation>Maus in einem Plot</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Bewegen</translation>
    </message>
    <message>
        <source>Move along the steps</source>
        <translation>Die Schritte verschieben</translation>
    </message>
    <message>
        <source>Move any bias either way: its neuron leaves the top of σ′, and every bar behind that factor shrinks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move b: the interval slides along, out of the range 0 to 1 where activations lie, and keeps its width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the branches to the trash?</source>
        <translation>Die Zweige in den Papierkorb verschieben?</translation>
    </message>
    <message>
        <source>Move the branches&apos; files to the trash; what the trial has shown stays in the session</source>
        <translation>Die Dateien der Zweige in den Papierkorb verschieben; was der Versuch gezeigt hat, bleibt in der Sitzung</translation>
    </message>
    <message>
        <source>Move to a = ½</source>
        <translation>Nach a = ½ schieben</translation>
    </message>
    <message>
        <source>Move to the trash (Del)</source>
        <translation>In den Papierkorb (Entf)</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>Move {which} to the trash?</source>
        <translation>{which} in den Papierkorb verschieben?</translation>
    </message>
    <message>
        <source>Multilayer perceptron</source>
        <translation>Mehrschichtiges Perzeptron</translation>
    </message>
    <message>
        <source>N(0, 1/fan_in)</source>
        <translation>N(0, 1/fan_in)</translation>
    </message>
    <message>
        <source>NULL AS {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN or Inf</source>
        <translation>NaN oder Inf</translation>
    </message>
    <message>
        <source>NaN or Inf at step</source>
        <translation>NaN oder Inf bei Schritt</translation>
    </message>
    <message>
        <source>NaN or Inf first appeared {0}{1} at step {2}{3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN or Inf first appeared {0}{1} {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN or Inf from step {0}</source>
        <translation>NaN oder Inf ab Schritt {0}</translation>
    </message>
    <message>
        <source>NaN or Inf in {0}</source>
        <translation>NaN oder Inf in {0}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the style</source>
        <translation>Name des Stils</translation>
    </message>
    <message>
        <source>Narrow hills near the middle: as for a vanishing [profile](plot-profile.md). Many exact zeros of a ReLU layer&apos;s activations are units that are off; where they are off for every example, see *dead units* in [The quantities](quantities.md). One-sided gradients: standardize the inputs, or normalize.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Near 1 the threshold, and no longer the learning rate, sets how far each step goes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearly all gradients of a layer have the same sign.</source>
        <translation>Fast alle Gradienten einer Schicht haben dasselbe Vorzeichen.</translation>
    </message>
    <message>
        <source>Nearly all gradients of a layer lie close to a single value.</source>
        <translation>Fast alle Gradienten einer Schicht liegen nahe bei einem einzigen Wert.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Network and training</source>
        <translation>Netz und Training</translation>
    </message>
    <message>
        <source>Neurons</source>
        <translation>Neuronen</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>New here?</source>
        <translation>Neu hier?</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Neue Sitzung</translation>
    </message>
    <message>
        <source>New session of preset {name}</source>
        <translation>Neue Sitzung nach der Vorlage {name}</translation>
    </message>
    <message>
        <source>New sessions record themselves there. Those that there are already stay where they are.</source>
        <translation>Neue Sitzungen zeichnen sich dort auf. Vorhandene bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Neuester</translation>
    </message>
    <message>
        <source>Newest histogram of each layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest histogram of one layer</source>
        <translation>Neuestes Histogramm einer Schicht</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next lesson</source>
        <translation>Nächste Lektion</translation>
    </message>
    <message>
        <source>Nielsen&apos;s name for L2: weight decay times the number of training examples.</source>
        <translation>Nielsens Name für L2: Gewichtszerfall mal Zahl der Trainingsbeispiele.</translation>
    </message>
    <message>
        <source>Nielsen&apos;s speed of learning: by how much the loss falls when the layer&apos;s biases move.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, Neural Networks and Deep Learning, chapter 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, chapter 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, chapter 5, expression (122), against a difference of costs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, chapter 5: every factor w s&apos;(z) above 1 multiplies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, chapter 5: late layers near 0.1, early ones 1e-6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, chapter 5: late layers near 0.1, early ones 1e-6; the loss of equal shares is ln K of K classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, chapter 5: sigma&apos;(z), at most 1/4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, chapter 5: the bars dC/db of the neuron picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, chapter 5: two factors of 1/4 or less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, chapter 5: w sigma&apos;(z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, hidden 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, hidden 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, hidden 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nielsen, hidden 4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No accuracy was recorded.</source>
        <translation>Es wurde keine Genauigkeit aufgezeichnet.</translation>
    </message>
    <message>
        <source>No bar means anything by itself; with other random weights it would be another one. Look at the layers: **the bars of the second hidden layer are a good deal longer than those of the first.** While it trains, draw the weights anew with another seed (*Network and training*, *Re-initialize*; if the run has ended, *Continue* first). The bars are other ones, and that is as before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No branches yet

What is continued from a step of “{name}”, or tried out there, will stand here below it:
from which step, through which change, and how far it came.
Begin with Run &gt; Continue from a snapshot.</source>
        <translation>Noch keine Zweige

Was von einem Schritt von „{name}“ fortgesetzt oder dort ausprobiert wird, erscheint hier darunter:
ab welchem Schritt, durch welche Änderung, und wie weit es kam.
Beginnen Sie mit Lauf &gt; Von einem Schnappschuss fortsetzen.</translation>
    </message>
    <message>
        <source>No clipping</source>
        <translation>Kein Kappen</translation>
    </message>
    <message>
        <source>No closer look yet: the gradient through time appears here with the first one.</source>
        <translation>Noch keine genauere Betrachtung: Mit der ersten erscheint hier der Gradient durch die Zeit.</translation>
    </message>
    <message>
        <source>No closer look yet: {subject} appears here with the first one.</source>
        <translation>Noch keine genauere Betrachtung: Mit der ersten erscheint hier {subject}.</translation>
    </message>
    <message>
        <source>No file is chosen: an IDX, NPZ or CSV file, or a folder of images by class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No histogram was counted up to step {step:.0f}.</source>
        <translation>Bis Schritt {step:.0f} wurde kein Histogramm gezählt.</translation>
    </message>
    <message>
        <source>No level puts out as many values as it reads, so nothing can be added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No note can be pinned</source>
        <translation>Hier lässt sich keine Notiz anheften</translation>
    </message>
    <message>
        <source>No pair of convolutions behind the first one keeps the number of channels to be added to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No program of this system shows {folder}.</source>
        <translation>Kein Programm dieses Systems zeigt {folder}.</translation>
    </message>
    <message>
        <source>No rule for it</source>
        <translation>Keine Regel dafür</translation>
    </message>
    <message>
        <source>No session has all words of “{strip}”.</source>
        <translation>Keine Sitzung enthält alle Wörter von „{strip}“.</translation>
    </message>
    <message>
        <source>No session is chosen</source>
        <translation>Keine Sitzung ist gewählt</translation>
    </message>
    <message>
        <source>No session shown has counted this up to here.</source>
        <translation>Keine gezeigte Sitzung hat das bis hierher gezählt.</translation>
    </message>
    <message>
        <source>No session shown has measured this up to here.</source>
        <translation>Keine gezeigte Sitzung hat das bis hierher gemessen.</translation>
    </message>
    <message>
        <source>No session shown has measured this.</source>
        <translation>Keine gezeigte Sitzung hat das gemessen.</translation>
    </message>
    <message>
        <source>No session shown has {value}.</source>
        <translation>Keine gezeigte Sitzung hat {value}.</translation>
    </message>
    <message>
        <source>No session was being trained here; files that are shown are only read.</source>
        <translation>Hier trainierte keine Sitzung; gezeigte Dateien werden nur gelesen.</translation>
    </message>
    <message>
        <source>No session yet</source>
        <translation>Noch keine Sitzung</translation>
    </message>
    <message>
        <source>No sessions yet

Every session of the folder will stand here, below the one that it came from.</source>
        <translation>Noch keine Sitzungen

Jede Sitzung des Ordners erscheint hier, unter der, aus der sie kam.</translation>
    </message>
    <message>
        <source>No snapshot up to step {step:.0f} holds the weights.</source>
        <translation>Kein Schnappschuss bis Schritt {step:.0f} enthält die Gewichte.</translation>
    </message>
    <message>
        <source>No theory for BatchNorm over fewer than {0} examples.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory for LayerNorm here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory for Transformers here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory for a chain: with a single unit in each layer nothing averages out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory for a loop of your own: it does not say by which law its weights were drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory for convolutional networks here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory for hidden layers of fewer than {0} units: too little averages out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory for recurrent networks here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory: some layers were drawn anew by another law than the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory: the inputs are all 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory: the signal overflows on its way to layer {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No theory: what the inputs are like is not recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No training example has a label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No two neighbouring hidden layers have the same width, so nothing can be added.</source>
        <translation>Keine zwei benachbarten verdeckten Schichten sind gleich breit, also lässt sich nichts addieren.</translation>
    </message>
    <message>
        <source>No weight&apos;s gradient is larger then (AutoTrainer draws the threshold from 9 to 10).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>None of them would have said anything.</source>
        <translation>Keiner von ihnen hätte etwas gesagt.</translation>
    </message>
    <message>
        <source>None yet: try changes beside a control</source>
        <translation>Noch keine: Probieren Sie Änderungen neben einer Kontrolle aus</translation>
    </message>
    <message>
        <source>None: no layer here has a gain, a gate or weights behind it.</source>
        <translation>Nichts: Keine Schicht hat hier eine Verstärkung, ein Tor oder Gewichte hinter sich.</translation>
    </message>
    <message>
        <source>None: of no layer here the gradient through time is known.</source>
        <translation>Nichts: Von keiner Schicht ist hier der Gradient durch die Zeit bekannt.</translation>
    </message>
    <message>
        <source>None: of no neuron here the gradient is known.</source>
        <translation>Nichts: Von keinem Neuron ist hier der Gradient bekannt.</translation>
    </message>
    <message>
        <source>Norm and loss of the forks of a trial against the control&apos;s, over steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norm of each layer</source>
        <translation>Norm jeder Schicht</translation>
    </message>
    <message>
        <source>Normalization</source>
        <translation>Normalisierung</translation>
    </message>
    <message>
        <source>Normalization is off.</source>
        <translation>Die Normalisierung ist aus.</translation>
    </message>
    <message>
        <source>Normalize</source>
        <translation>Normalisieren</translation>
    </message>
    <message>
        <source>Norms</source>
        <translation>Normen</translation>
    </message>
    <message>
        <source>Norms are measured at every step, or every few steps where they are dear, as they are for small networks. They are taken before clipping, and after it where it changes them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norms are measured every few steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norms every</source>
        <translation>Normen alle</translation>
    </message>
    <message>
        <source>Norms of each layer at one step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norms of several sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norms over time</source>
        <translation>Normen über die Zeit</translation>
    </message>
    <message>
        <source>Norms, histograms and a closer look at each step, whatever they take.</source>
        <translation>Normen, Histogramme und eine genauere Betrachtung bei jedem Schritt, was immer sie kosten.</translation>
    </message>
    <message>
        <source>Not a single gradient is there, or they are not finite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not every branch was discarded</source>
        <translation>Nicht jeder Zweig wurde verworfen</translation>
    </message>
    <message>
        <source>Not every session can be shown</source>
        <translation>Nicht jede Sitzung lässt sich zeigen</translation>
    </message>
    <message>
        <source>Not exported: {error}</source>
        <translation>Nicht exportiert: {error}</translation>
    </message>
    <message numerus="yes">
        <source>Not known of {n} layers.</source>
        <translation>
            <numerusform>Von {n} Schicht nicht bekannt.</numerusform>
            <numerusform>Von {n} Schichten nicht bekannt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not made for: {title}.</source>
        <translation>Nicht gedacht für: {title}.</translation>
    </message>
    <message>
        <source>Not possible as things stand</source>
        <translation>So, wie es steht, nicht möglich</translation>
    </message>
    <message>
        <source>Not recorded yet

As soon as the session is in a file it will stand here, with the session that it came from above it
and what is continued from its steps below it.</source>
        <translation>Noch nicht aufgezeichnet

Sobald die Sitzung in einer Datei steht, erscheint sie hier, darüber die Sitzung, aus der sie kam,
darunter, was von ihren Schritten fortgesetzt wird.</translation>
    </message>
    <message>
        <source>Not saved: another session is open by now</source>
        <translation>Nicht gespeichert: Inzwischen ist eine andere Sitzung offen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note at step {step}</source>
        <translation>Notiz bei Schritt {step}</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Notes pinned to steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Nothing but {value}Inf and NaN.</source>
        <translation>Nichts als {value}Inf und NaN.</translation>
    </message>
    <message>
        <source>Nothing can be written in {nearest}: choose a folder of your own</source>
        <translation>In {nearest} kann nichts geschrieben werden: Wählen Sie einen eigenen Ordner</translation>
    </message>
    <message>
        <source>Nothing has been changed yet.</source>
        <translation>Noch wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Nothing has been lost up to step {step}, which is in {path}. What came after is in memory alone, because the file cannot be written: {reason}. Save it with File &gt; Save as.</source>
        <translation>Bis Schritt {step}, der in {path} steht, ist nichts verloren. Was danach kam, ist nur im Speicher, weil die Datei nicht geschrieben werden kann: {reason}. Speichern Sie mit Datei &gt; Speichern unter.</translation>
    </message>
    <message>
        <source>Nothing has been trained yet, so nothing is lost.</source>
        <translation>Noch wurde nichts trainiert, also ist nichts verloren.</translation>
    </message>
    <message>
        <source>Nothing here is called so. Fewer letters find more.</source>
        <translation>Nichts hier heißt so. Weniger Buchstaben finden mehr.</translation>
    </message>
    <message>
        <source>Nothing is clipped.</source>
        <translation>Es wird nichts gekappt.</translation>
    </message>
    <message>
        <source>Nothing is measured yet: press Measure.</source>
        <translation>Noch ist nichts gemessen: Drücken Sie „Messen“.</translation>
    </message>
    <message>
        <source>Nothing is recorded yet.</source>
        <translation>Noch ist nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>Nothing so far. What is found stands here at once, with what can be done about it.</source>
        <translation>Bisher nichts. Was gefunden wird, steht sofort hier, mit dem, was sich dagegen tun lässt.</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Es wurde nichts gefunden.</translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation>Nichts.</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Now hidden 1 learns with {0}, hidden 2 with {1}: {2} of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now move</source>
        <translation>Jetzt bewegen</translation>
    </message>
    <message>
        <source>Now σ′(zⱼ) = 1/4, and **every factor is 100 · 1/4 = 25.** From the output back to the first neuron there are three of them: 25³ = 15625. The first bias learns fifteen thousand times faster than the last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NumPy arrays x and y</source>
        <translation>NumPy-Arrays x und y</translation>
    </message>
    <message>
        <source>Number of hidden layers</source>
        <translation>Zahl der verdeckten Schichten</translation>
    </message>
    <message>
        <source>Number of hidden layers, each as wide as the first.</source>
        <translation>Zahl der verdeckten Schichten, jede so breit wie die erste.</translation>
    </message>
    <message>
        <source>Of PyTorch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of a side of each picture.</source>
        <translation>Einer Seite jedes Bildes.</translation>
    </message>
    <message>
        <source>Of a single neuron LayerNorm makes 0, whatever it reads.</source>
        <translation>Aus einem einzelnen Neuron macht LayerNorm 0, was immer es liest.</translation>
    </message>
    <message>
        <source>Of a single unit LayerNorm makes 0; of copies it would magnify by what rounding parts them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of a training loop of your own no time steps are measured: recurrent modules keep no gradient of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of each unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of everything that the windows say.</source>
        <translation>Von allem, was die Fenster sagen.</translation>
    </message>
    <message>
        <source>Of labels, in points; ticks and legend are a little smaller.</source>
        <translation>Der Beschriftungen, in Punkt; Skalen und Legende sind etwas kleiner.</translation>
    </message>
    <message>
        <source>Of recurrent layers, at each time step t of a sequence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the control&apos;s</source>
        <translation>Von der der Kontrolle</translation>
    </message>
    <message>
        <source>Of the figure, in millimetres.</source>
        <translation>Der Abbildung, in Millimetern.</translation>
    </message>
    <message>
        <source>Of the weights that are drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Off: curves as they were measured.</source>
        <translation>Aus: Kurven, wie sie gemessen wurden.</translation>
    </message>
    <message>
        <source>On the CPU runs repeat at the same number of threads, with the same PyTorch; where one of them differs, an event says so. On a graphics card sums have no fixed order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the held-out examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the screen</source>
        <translation>Auf dem Bildschirm</translation>
    </message>
    <message>
        <source>On the start page (*File &gt; All sessions*) select two to eight sessions and press *Compare*.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On to the next mark</source>
        <translation>Weiter zur nächsten Marke</translation>
    </message>
    <message>
        <source>One SQLite file with the ending `.gradiometer`. Nothing in it is ever executed, so a file from elsewhere is safe to open. It grows by at most as much an hour as the session allows: where it would grow faster, less is measured, and an event says so. *File &gt; Compact* writes a saved session anew as small as it goes; *File &gt; Save a copy without snapshots* is smaller still, but cannot be continued. One window at a time can change a session; a second one is read-only and says so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One column of a journal: 85 x 64 mm</source>
        <translation>Eine Spalte einer Zeitschrift: 85 x 64 mm</translation>
    </message>
    <message>
        <source>One hidden layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One layer &amp;deeper behind</source>
        <translation>Eine Schicht &amp;tiefer hinter</translation>
    </message>
    <message>
        <source>One layer far from its neighbours: look at its activation, its initialization, or the layer behind it in [Gate and weights](plot-factors.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One layer of each session, in shares of its values, so that layers of any size compare. A vanishing gradient has its hills closer to the middle. Click a layer&apos;s name to see another one.</source>
        <translation>Eine Schicht jeder Sitzung, in Anteilen ihrer Werte, damit sich Schichten jeder Größe vergleichen lassen. Ein verschwindender Gradient hat seine Hügel näher an der Mitte. Klicken Sie auf den Namen einer Schicht, um eine andere zu sehen.</translation>
    </message>
    <message>
        <source>One layer of each session, on top of each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One measured step back</source>
        <translation>Einen gemessenen Schritt zurück</translation>
    </message>
    <message>
        <source>One measured step on</source>
        <translation>Einen gemessenen Schritt weiter</translation>
    </message>
    <message>
        <source>One network alone scatters. Where it differs, what counts is the check over {num_seeds} seeds.</source>
        <translation>Ein einzelnes Netz streut. Wo es abweicht, zählt die Prüfung über {num_seeds} Startwerte.</translation>
    </message>
    <message>
        <source>One neuron a layer, so that a gradient is one product of factors w s&apos;(z).</source>
        <translation>Ein Neuron je Schicht; ein Gradient ist so ein einziges Produkt von Faktoren w s&apos;(z).</translation>
    </message>
    <message>
        <source>One number a layer: the length of its gradient ∂C/∂b over its 30 neurons, its speed of learning, before the first update. These have been printed for networks with two, three and four hidden layers:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One number x from 0 to 1; what is to be told is 1 where x &gt; 1/2, else 0.</source>
        <translation>Eine Zahl x von 0 bis 1; zu sagen ist 1, wo x &gt; 1/2, sonst 0.</translation>
    </message>
    <message>
        <source>One session at a time, in docks around it. Every dock can be moved, put behind another one as a tab, floated and closed; *View* brings it back, and *View &gt; Reset the layout* puts all where they were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One state, through the same weights at every time step.</source>
        <translation>Ein Zustand, durch dieselben Gewichte bei jedem Zeitschritt.</translation>
    </message>
    <message>
        <source>One-sided gradient</source>
        <translation>Einseitiger Gradient</translation>
    </message>
    <message>
        <source>One-sided gradient in {0}</source>
        <translation>Einseitiger Gradient in {0}</translation>
    </message>
    <message>
        <source>Only a PNG is made of pixels.</source>
        <translation>Nur ein PNG besteht aus Pixeln.</translation>
    </message>
    <message>
        <source>Only a Transformer has its normalizations before or after the branches.</source>
        <translation>Nur ein Transformer hat seine Normalisierungen vor oder nach den Zweigen.</translation>
    </message>
    <message>
        <source>Only a file of one&apos;s own can be standardized.</source>
        <translation>Nur eine eigene Datei lässt sich standardisieren.</translation>
    </message>
    <message>
        <source>Only a network that trains here can be changed, and this file holds no snapshot to train on from.</source>
        <translation>Nur ein Netz, das hier trainiert, kann geändert werden, und diese Datei enthält keinen Schnappschuss, von dem aus es weitergehen könnte.</translation>
    </message>
    <message>
        <source>Only a network that trains here can be changed: press Continue first.</source>
        <translation>Nur ein Netz, das hier trainiert, kann geändert werden: Drücken Sie zuerst „Fortsetzen“.</translation>
    </message>
    <message>
        <source>Only a network that trains here can be changed: run the lesson first.</source>
        <translation>Nur ein Netz, das hier trainiert, kann geändert werden: Starten Sie zuerst die Lektion.</translation>
    </message>
    <message>
        <source>Only a plain recurrent network can have an LSTM in its place.</source>
        <translation>Nur ein einfaches rekurrentes Netz kann durch ein LSTM ersetzt werden.</translation>
    </message>
    <message>
        <source>Only an LSTM has a forget gate.</source>
        <translation>Nur ein LSTM hat ein Vergesstor.</translation>
    </message>
    <message>
        <source>Only gradients far larger than the usual ones are clipped then.</source>
        <translation>Nur Gradienten, die weit größer sind als die üblichen, werden dann gekappt.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>Zu&amp;letzt geöffnet</translation>
    </message>
    <message>
        <source>Open a folder of images, a sub-folder a class</source>
        <translation>Einen Ordner mit Bildern öffnen, ein Unterordner je Klasse</translation>
    </message>
    <message>
        <source>Open a lesson</source>
        <translation>Eine Lektion öffnen</translation>
    </message>
    <message>
        <source>Open a session</source>
        <translation>Eine Sitzung öffnen</translation>
    </message>
    <message>
        <source>Open data</source>
        <translation>Daten öffnen</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it when it is written</source>
        <translation>Öffnen, wenn er geschrieben ist</translation>
    </message>
    <message>
        <source>Open the folder of this file</source>
        <translation>Den Ordner dieser Datei öffnen</translation>
    </message>
    <message>
        <source>Open the samp&amp;le session</source>
        <translation>Bei&amp;spielsitzung öffnen</translation>
    </message>
    <message>
        <source>Open the session of a fi&amp;gure…</source>
        <translation>Sitzung einer A&amp;bbildung öffnen …</translation>
    </message>
    <message>
        <source>Open the session of a figure</source>
        <translation>Die Sitzung einer Abbildung öffnen</translation>
    </message>
    <message>
        <source>Open {name} again</source>
        <translation>{name} wieder öffnen</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>Optimizer of the loop</source>
        <translation>Optimierer der Schleife</translation>
    </message>
    <message>
        <source>Order of the data {seed} of {seeds}: {verb}</source>
        <translation>Reihenfolge der Daten {seed} von {seeds}: {verb}</translation>
    </message>
    <message>
        <source>Orders of the data</source>
        <translation>Reihenfolgen der Daten</translation>
    </message>
    <message>
        <source>Orthogonal</source>
        <translation>Orthogonal</translation>
    </message>
    <message>
        <source>Orthogonal initialization</source>
        <translation>Orthogonale Initialisierung</translation>
    </message>
    <message>
        <source>Orthogonal weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oscillating loss</source>
        <translation>Schwankender Verlust</translation>
    </message>
    <message>
        <source>Oscillating loss in {0}</source>
        <translation>Schwankender Verlust in {0}</translation>
    </message>
    <message>
        <source>Other choices of *Show* are explained in [The quantities](quantities.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other rules of my own…</source>
        <translation>Andere eigene Regeln …</translation>
    </message>
    <message>
        <source>Other weights, other numbers: each moves by up to a factor of two, as the check over 40 seeds shows, and the order stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outlines in the colours of the sessions, in shares of each layer&apos;s values, so that layers of any size compare; float32 and float64 stand on the same powers of two. *Histogram of* chooses what is counted. Click a layer&apos;s name in the legend to see another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outlines of histograms on top of each other, one for each session, in shares of the layer&apos;s values, log axes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over how many steps a change is made. By degrees: {BY_DEGREES}. At once in any case: {AT_ONCE}.</source>
        <translation>Über wie viele Schritte eine Änderung geht. Allmählich: {BY_DEGREES}. In jedem Fall sofort: {AT_ONCE}.</translation>
    </message>
    <message>
        <source>Over how many steps the change is made, little by little.</source>
        <translation>Über wie viele Schritte die Änderung gemacht wird, nach und nach.</translation>
    </message>
    <message>
        <source>PDF drawing</source>
        <translation>PDF-Zeichnung</translation>
    </message>
    <message>
        <source>PGF drawing for LaTeX</source>
        <translation>PGF-Zeichnung für LaTeX</translation>
    </message>
    <message>
        <source>PNG (*.png);;SVG (*.svg);;PDF (*.pdf);;PGF for LaTeX (*.pgf);;CSV, all numbers (*.csv)</source>
        <translation>PNG (*.png);;SVG (*.svg);;PDF (*.pdf);;PGF für LaTeX (*.pgf);;CSV, alle Zahlen (*.csv)</translation>
    </message>
    <message>
        <source>PNG picture</source>
        <translation>PNG-Bild</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Parquet table, full resolution</source>
        <translation>Parquet-Tabelle, volle Auflösung</translation>
    </message>
    <message>
        <source>Parquet tables</source>
        <translation>Parquet-Tabellen</translation>
    </message>
    <message>
        <source>Parquet tables need pyarrow: pip install &apos;gradiometer[parquet]&apos;, or choose CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part &amp;before</source>
        <translation>&amp;Voriger Teil des Fensters</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pei, Cen, Huang, Wang, Liu, Yu, Long &amp; Wang, BTTackler, KDD 2024 (arXiv 2602.23630), and its defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perhaps the first layers only begin slowly, and catch up? Let the same networks train: 500 epochs of gradient descent on 1,000 digits, all of them in each step, learning rate 0.1, λ = 5.0. Full batches make smooth curves; lesson 9 shows them with noise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg)</source>
        <translation>Bilder (*.png *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>Pictures of your own, at the end</source>
        <translation>Eigene Bilder, am Ende</translation>
    </message>
    <message>
        <source>Pin a &amp;note…</source>
        <translation>&amp;Notiz anheften …</translation>
    </message>
    <message>
        <source>Pin a note at step {step}…</source>
        <translation>Eine Notiz bei Schritt {step} anheften …</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Planned steps</source>
        <translation>Geplante Schritte</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>Plot</translation>
    </message>
    <message>
        <source>Plots of a session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point at a cell to read its numbers off, click it to choose it, double-click it to make that session.</source>
        <translation>Zeigen Sie auf eine Zelle, um ihre Zahlen abzulesen, klicken Sie, um sie zu wählen, doppelklicken Sie, um diese Sitzung zu erstellen.</translation>
    </message>
    <message>
        <source>Point at a cell to read its numbers, click to choose it, double click to make that session. *Measure* measures anew on all cores, *Cancel* stops, *Save…* writes a figure or all numbers as CSV.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point at a column to read its limits and its count. Choose the layer by a click in another plot, or in the box *Layer*.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point at a column to read the share of each session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point at a layer to read all four numbers; click it to choose it in all plots.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point at a layer to read its value, and its share of the predicted one. Click a layer to choose it in all plots. The legend and the line below the plot say step, first value, last value and their ratio. The right mouse button offers export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point at a layer to read the values of all sessions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point to read the class and the probability. Looking back at a step in another plot shows the surface of that step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point to read the difference and both losses. Drag, wheel and double click as in all plots over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point to read the nearest curve&apos;s value at a time step. Click a curve to choose its layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point to read the nearest curve: ratio, and the two values that it is made of. Drag, wheel and double click as in all plots over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points of the plane: one circle around the other.</source>
        <translation>Punkte der Ebene: ein Kreis um den anderen.</translation>
    </message>
    <message>
        <source>Points of the plane: two arms that wind about each other one and a half times.</source>
        <translation>Punkte der Ebene: zwei Arme, die sich anderthalbmal umeinander winden.</translation>
    </message>
    <message>
        <source>Points of the plane: two half circles, one hooked into the other.</source>
        <translation>Punkte der Ebene: zwei Halbkreise, die ineinander haken.</translation>
    </message>
    <message>
        <source>Poor initialization</source>
        <translation>Schlechte Initialisierung</translation>
    </message>
    <message>
        <source>Poor initialization in {0}</source>
        <translation>Schlechte Initialisierung in {0}</translation>
    </message>
    <message>
        <source>PoorWeightInitialization: threshold 10, steps 10, of the inputs of ReLUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Position of profile and histogram</source>
        <translation>Position von Profil und Histogramm</translation>
    </message>
    <message>
        <source>Pre-flight: before the first step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit der Zahlen</translation>
    </message>
    <message>
        <source>Precision float64</source>
        <translation>Genauigkeit float64</translation>
    </message>
    <message>
        <source>Preset {name}</source>
        <translation>Vorlage {name}</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Press Start: how the chosen layer&apos;s values are spread appears here.</source>
        <translation>Drücken Sie Start: Wie die Werte der gewählten Schicht verteilt sind, erscheint hier.</translation>
    </message>
    <message>
        <source>Press Start: the accuracy appears here.</source>
        <translation>Drücken Sie Start: Die Genauigkeit erscheint hier.</translation>
    </message>
    <message>
        <source>Press Start: the chosen layer&apos;s histograms over time appear here.</source>
        <translation>Drücken Sie Start: Die Histogramme der gewählten Schicht über die Zeit erscheinen hier.</translation>
    </message>
    <message>
        <source>Press Start: the gradient norm of each layer, input side left, appears here.</source>
        <translation>Drücken Sie Start: Die Gradientennorm jeder Schicht, Eingabe links, erscheint hier.</translation>
    </message>
    <message>
        <source>Press Start: the gradient norm of every layer appears here.</source>
        <translation>Drücken Sie Start: Die Gradientennorm jeder Schicht erscheint hier.</translation>
    </message>
    <message>
        <source>Press Start: the gradient of each recurrent layer at each time step appears here.</source>
        <translation>Drücken Sie Start: Der Gradient jeder rekurrenten Schicht bei jedem Zeitschritt erscheint hier.</translation>
    </message>
    <message>
        <source>Press Start: the loss of each batch appears here.</source>
        <translation>Drücken Sie Start: Der Verlust jedes Batches erscheint hier.</translation>
    </message>
    <message>
        <source>Press Start: {subject} appears here.</source>
        <translation>Drücken Sie Start: Hier erscheint {subject}.</translation>
    </message>
    <message>
        <source>Press or drag with Ctrl to look back at a step.</source>
        <translation>Mit Strg drücken oder ziehen, um auf einen Schritt zurückzublicken.</translation>
    </message>
    <message>
        <source>Press the button, and then **move z away from 0**. If all z move together, by biases that follow, each factor is 100 σ′(z); it falls to 1 where |z| = 4.58, and beyond that the gradient vanishes again. If only the input moves and the biases stay, it takes next to nothing: z₂ moves 25 times as far as z₁, z₃ 625 times, z₄ 15625 times. With an input that is off by one ten-thousandth z₄ is at 50 already, and hardly any gradient enters the chain at all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview of the figure</source>
        <translation>Vorschau der Abbildung</translation>
    </message>
    <message>
        <source>Print, grey</source>
        <translation>Druck, grau</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Profile and histogram, and tabs behind: all as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profiles beside each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Published: {source}</source>
        <translation>Veröffentlicht: {source}</translation>
    </message>
    <message>
        <source>Pull the slider to any step, or play it again, while training goes on. File &gt; Export a plot makes a figure of what you see, File &gt; Report tells all of it.</source>
        <translation>Ziehen Sie den Regler auf irgendeinen Schritt, oder spielen Sie ab, während das Training weitergeht. Datei &gt; Plot exportieren macht eine Abbildung aus dem, was Sie sehen, Datei &gt; Bericht erzählt alles.</translation>
    </message>
    <message>
        <source>PyTorch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch default</source>
        <translation>PyTorch-Vorgabe</translation>
    </message>
    <message>
        <source>PyTorch finds no CUDA device on this computer.</source>
        <translation>PyTorch findet auf diesem Computer kein CUDA-Gerät.</translation>
    </message>
    <message>
        <source>Qt (PySide6)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quadratic</source>
        <translation>Quadratisch</translation>
    </message>
    <message>
        <source>Quantity at each time step</source>
        <translation>Größe bei jedem Zeitschritt</translation>
    </message>
    <message>
        <source>Quantity shown in profile and norms</source>
        <translation>Größe in Profil und Normen</translation>
    </message>
    <message>
        <source>RGB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>RNN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RNN and GRU: a straight line on the logarithmic axis, down over some twenty decades from right to left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RNN, tanh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raise the depth: the line goes on downwards; the right end does not notice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raise |w| slowly: the interval appears, is widest at 6.894, and shrinks again although the peak goes on rising.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ramp</source>
        <translation>Rampe</translation>
    </message>
    <message>
        <source>Ramp it to 1 over {steps} steps</source>
        <translation>Über {steps} Schritte auf 1 hochfahren</translation>
    </message>
    <message>
        <source>Re&amp;play</source>
        <translation>Ab&amp;spielen</translation>
    </message>
    <message>
        <source>Re-initialization: {0}, {1}</source>
        <translation>Neu-Initialisierung: {0}, {1}</translation>
    </message>
    <message>
        <source>Re-initialize</source>
        <translation>Neu initialisieren</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU</translation>
    </message>
    <message>
        <source>ReLU with He&apos;s initialization</source>
        <translation>ReLU mit Hes Initialisierung</translation>
    </message>
    <message>
        <source>ReLU, He, BatchNorm, skips, Adam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU, He, LayerNorm, skips, Adam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU, LeakyReLU, ELU, BatchNorm or skip connections: one switch, and within some hundred steps the layers lie together and the loss falls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU, chain: one negative z, and all layers before it have a δ of exactly 0 (open triangles).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU, layers, width 64, b scale 0, w scale 1.41: the line is level. This is He&apos;s initialization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read a row from right to left: **each layer towards the input learns about five times more slowly than the one behind it.** Read a column from top to bottom: the first layer is the same layer every time, and each layer that is added behind it takes a factor of five from it. The last hidden layer is always near 0.3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read at the beginning</source>
        <translation>Am Anfang lesen</translation>
    </message>
    <message>
        <source>Read at the end</source>
        <translation>Am Ende lesen</translation>
    </message>
    <message>
        <source>Read it from Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read off</source>
        <translation>Ablesen</translation>
    </message>
    <message>
        <source>Read off what lies under the mouse</source>
        <translation>Ablesen, was unter der Maus liegt</translation>
    </message>
    <message>
        <source>Read one layer or step back</source>
        <translation>Eine Schicht oder einen Schritt zurück lesen</translation>
    </message>
    <message>
        <source>Read one layer or step on</source>
        <translation>Eine Schicht oder einen Schritt weiter lesen</translation>
    </message>
    <message>
        <source>Read ten back</source>
        <translation>Zehn zurück lesen</translation>
    </message>
    <message>
        <source>Read ten on</source>
        <translation>Zehn weiter lesen</translation>
    </message>
    <message>
        <source>Read the layer before, or the row above</source>
        <translation>Die Schicht davor oder die Zeile darüber lesen</translation>
    </message>
    <message>
        <source>Read the next layer, or the row below</source>
        <translation>Die nächste Schicht oder die Zeile darunter lesen</translation>
    </message>
    <message>
        <source>Reading the data</source>
        <translation>Die Daten werden gelesen</translation>
    </message>
    <message>
        <source>Reading the data…</source>
        <translation>Daten werden gelesen …</translation>
    </message>
    <message>
        <source>Recording, of new sessions</source>
        <translation>Aufzeichnen, von neuen Sitzungen</translation>
    </message>
    <message>
        <source>Red flag: {join}.</source>
        <translation>Warnzeichen: {join}.</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove the note</source>
        <translation>Die Notiz entfernen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Replay what was recorded (P)</source>
        <translation>Abspielen, was aufgezeichnet wurde (P)</translation>
    </message>
    <message>
        <source>Replaying up to the fork</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaying {done} of {total} steps up to the fork …</source>
        <translation type="vanished">Schritt {done} von {total} bis zur Abzweigung wird wiederholt …</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Report written: {out}</source>
        <translation>Bericht geschrieben: {out}</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reproduce</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>Auf Vorgaben zurücksetzen</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>Rests: {why_not}</source>
        <translation>Ruht: {why_not}</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right click</source>
        <translation>Rechtsklick</translation>
    </message>
    <message>
        <source>Rule set</source>
        <translation>Regelsatz</translation>
    </message>
    <message>
        <source>Rule “{rule}” of {judge}: {what} {value}, limit {limit:g}.</source>
        <translation>Regel „{rule}“ von {judge}: {what} {value}, Grenze {limit:g}.</translation>
    </message>
    <message>
        <source>Rules (*.toml)</source>
        <translation>Regeln (*.toml)</translation>
    </message>
    <message>
        <source>Rules of my own</source>
        <translation>Eigene Regeln</translation>
    </message>
    <message>
        <source>Rules of my own: {name}</source>
        <translation>Eigene Regeln: {name}</translation>
    </message>
    <message>
        <source>Rules of my own…</source>
        <translation>Eigene Regeln …</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Run: {title}</source>
        <translation>Lauf: {title}</translation>
    </message>
    <message>
        <source>Runs the lesson with other seeds, beside what the window shows; no file is kept</source>
        <translation>Lässt die Lektion mit anderen Startwerten laufen, neben dem, was das Fenster zeigt; es wird keine Datei behalten</translation>
    </message>
    <message>
        <source>SELU with Xavier&apos;s initialization</source>
        <translation>SELU mit Xaviers Initialisierung</translation>
    </message>
    <message>
        <source>SELUs bring their outputs to mean 0 and variance 1 by themselves, given no biases and weights of variance 1/fan_in (Klambauer et al. 2017): Xavier&apos;s, where a layer is as wide as what it reads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation>SGD mit Momentum</translation>
    </message>
    <message>
        <source>SQLite says: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SQLite&apos;s own check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SVG drawing</source>
        <translation>SVG-Zeichnung</translation>
    </message>
    <message>
        <source>Sample session</source>
        <translation>Beispielsitzung</translation>
    </message>
    <message>
        <source>Saturated units pass no gradient. Of a healthy ReLU layer about a half is switched off.</source>
        <translation>Gesättigte Neuronen lassen keinen Gradienten durch. In einer gesunden ReLU-Schicht ist etwa die Hälfte abgeschaltet.</translation>
    </message>
    <message>
        <source>SaturatedActivation: threshold_sigmoid -23 and 16.99999, threshold_layer 50 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SaturatedActivation: threshold_tanh -9.4999 and 9.4999, threshold_layer 50 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>Saturation in {0}</source>
        <translation>Sättigung in {0}</translation>
    </message>
    <message>
        <source>SaturationDetector: above 0.8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SaturationDetector: saturated_frac_threshold = 0.5, |a| &gt; 0.95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;unter …</translation>
    </message>
    <message>
        <source>Save a cop&amp;y…</source>
        <translation>&amp;Kopie speichern …</translation>
    </message>
    <message>
        <source>Save a copy &amp;without snapshots…</source>
        <translation>Kopie &amp;ohne Schnappschüsse speichern …</translation>
    </message>
    <message>
        <source>Save a copy as</source>
        <translation>Kopie speichern unter</translation>
    </message>
    <message>
        <source>Save as a scrip&amp;t…</source>
        <translation>Als Skrip&amp;t speichern …</translation>
    </message>
    <message>
        <source>Save as a script</source>
        <translation>Als Skript speichern</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation>Anderswo speichern …</translation>
    </message>
    <message>
        <source>Save the map as</source>
        <translation>Die Karte speichern unter</translation>
    </message>
    <message>
        <source>Save the session as</source>
        <translation>Die Sitzung speichern unter</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Gespeichert: {path}</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Saving the map</source>
        <translation>Die Karte wird gespeichert</translation>
    </message>
    <message>
        <source>Say what is to be changed, or choose a remedy.</source>
        <translation>Sagen Sie, was geändert werden soll, oder wählen Sie eine Abhilfe.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Maßstab</translation>
    </message>
    <message>
        <source>Schoenholz et al. 2017 (arXiv 1611.01232)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schoenholz et al. 2017 (arXiv 1611.01232), section 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schoenholz et al. 2017 (arXiv 1611.01232): sigma_w</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schoenholz et al. 2017 (arXiv 1611.01232): where the signal is gone, so is the gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schoenholz et al. 2017 (arXiv 1611.01232); a network that learns leaves the prediction within 10 to 100 steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screenshots</source>
        <translation>Bildschirmfotos</translation>
    </message>
    <message>
        <source>Scripts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scripts (*{SCRIPT})</source>
        <translation>Skripte (*{SCRIPT})</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search (Ctrl+F)</source>
        <translation>Suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Search names, structures, tags, notes and findings</source>
        <translation>Namen, Strukturen, Schlagwörter, Notizen und Befunde durchsuchen</translation>
    </message>
    <message>
        <source>Search the manual</source>
        <translation>Das Handbuch durchsuchen</translation>
    </message>
    <message>
        <source>Search the shortcuts</source>
        <translation>Die Tastenkürzel durchsuchen</translation>
    </message>
    <message>
        <source>Second vertical axis</source>
        <translation>Zweite senkrechte Achse</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Sections of the report</source>
        <translation>Abschnitte des Berichts</translation>
    </message>
    <message>
        <source>See, live, the gradient of every layer of a PyTorch network, change the network while it trains, and prove that the change was the cure.</source>
        <translation>Sehen Sie live den Gradienten jeder Schicht eines PyTorch-Netzes, ändern Sie das Netz, während es trainiert, und beweisen Sie, dass die Änderung die Heilung war.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Startwerte</translation>
    </message>
    <message>
        <source>Sequence length</source>
        <translation>Länge der Folge</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Sessions and files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions folder</source>
        <translation>Ordner der Sitzungen</translation>
    </message>
    <message>
        <source>Sessions of the report</source>
        <translation>Sitzungen des Berichts</translation>
    </message>
    <message>
        <source>Sessions that are no forks of each other have seen other batches: then the scatter is that of two curves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set b = −w / 2, so that the interval lies around a = ½.</source>
        <translation>Setzt b = −w / 2, sodass das Intervall um a = ½ liegt.</translation>
    </message>
    <message>
        <source>Set w = 100, b = −100 a</source>
        <translation>w = 100, b = −100 a setzen</translation>
    </message>
    <message>
        <source>Set w₂ = 4 and b₂ = −2: one factor is 1 now, and its bar is gone. The others still shrink the product.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set y to the value of a₄: ∂C/∂a₄ is 0, and nothing learns, however good the factors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set |w| to where the interval is widest.</source>
        <translation>Setzt |w| dorthin, wo das Intervall am breitesten ist.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Several are compared with each other</source>
        <translation>Mehrere werden miteinander verglichen</translation>
    </message>
    <message>
        <source>Several sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Severe findings</source>
        <translation>Schwere Befunde</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Share of steps clipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the time spent watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the training time that watching may take; norms and closer looks are as frequent as it allows.</source>
        <translation>Anteil der Trainingszeit, den das Beobachten nehmen darf; Normen und genauere Betrachtungen sind so häufig, wie er erlaubt.</translation>
    </message>
    <message>
        <source>Shift+</source>
        <translation>Umschalt+</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show &amp;all steps</source>
        <translation>&amp;Alle Schritte zeigen</translation>
    </message>
    <message>
        <source>Show all steps</source>
        <translation>Alle Schritte zeigen</translation>
    </message>
    <message>
        <source>Show fewer or more steps</source>
        <translation>Weniger oder mehr Schritte zeigen</translation>
    </message>
    <message>
        <source>Show fewer steps around it</source>
        <translation>Ringsum weniger Schritte zeigen</translation>
    </message>
    <message>
        <source>Show how it ended…</source>
        <translation>Zeigen, wie es endete …</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show more steps around it</source>
        <translation>Ringsum mehr Schritte zeigen</translation>
    </message>
    <message>
        <source>Show step {step}</source>
        <translation>Schritt {step} zeigen</translation>
    </message>
    <message>
        <source>Show the &amp;log folder</source>
        <translation>Ordner der Pr&amp;otokolle zeigen</translation>
    </message>
    <message>
        <source>Show the plots again (Esc)</source>
        <translation>Die Plots wieder zeigen (Esc)</translation>
    </message>
    <message>
        <source>Show this session in the plots (Enter)</source>
        <translation>Diese Sitzung in den Plots zeigen (Eingabe)</translation>
    </message>
    <message>
        <source>Show what is equal, too</source>
        <translation>Auch zeigen, was gleich ist</translation>
    </message>
    <message>
        <source>Show what it came from and what came from it</source>
        <translation>Zeigen, woraus sie kam und was aus ihr kam</translation>
    </message>
    <message>
        <source>Show {FEWEST} to {MOST} sessions in the same plots</source>
        <translation>{FEWEST} bis {MOST} Sitzungen in denselben Plots zeigen</translation>
    </message>
    <message>
        <source>Show {headline}</source>
        <translation>{headline} zeigen</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Gezeigt</translation>
    </message>
    <message>
        <source>Shows {title} and gives it the keys</source>
        <translation>Zeigt {title} und gibt ihm die Tasten</translation>
    </message>
    <message>
        <source>Sigmoid</source>
        <translation>Sigmoid</translation>
    </message>
    <message>
        <source>Sigmoid cross-entropy</source>
        <translation>Sigmoid-Kreuzentropie</translation>
    </message>
    <message>
        <source>Sigmoid → tanh, exactly</source>
        <translation>Sigmoid → Tanh, exakt</translation>
    </message>
    <message>
        <source>Sigmoid, chain: the discs are gone after three layers; |δ| falls to a seventh in each, give or take a lot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sigmoid, layers, width 64: from w scale 1 to 5 the weights grow 5 times, the factor only from 0.2 to 0.7. z runs away from 0, and the gate closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signs on the curves: a code besides colours and dashes.</source>
        <translation>Zeichen auf den Kurven: ein Schlüssel neben Farben und Strichen.</translation>
    </message>
    <message>
        <source>Six steps through the window; it can be left at any time</source>
        <translation>Sechs Schritte durch das Fenster; er lässt sich jederzeit verlassen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Skip connections</source>
        <translation>Skip-Verbindungen</translation>
    </message>
    <message>
        <source>Skip connections are off.</source>
        <translation>Skip-Verbindungen sind aus.</translation>
    </message>
    <message>
        <source>Skip connections are on already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip connections are there, and what passes by them is multiplied with 0, to be turned up later; no weight changes. Exact for all examples, in training and in evaluation.</source>
        <translation>Die Skip-Verbindungen sind da, und was durch sie geht, wird mit 0 multipliziert und kann später aufgedreht werden; kein Gewicht ändert sich. Exakt für alle Beispiele, im Training und in der Auswertung.</translation>
    </message>
    <message>
        <source>Skip connections stand there with weight 0, so nothing has changed yet: turn the skip weight up.</source>
        <translation>Die Skip-Verbindungen stehen dort mit Gewicht 0, noch hat sich also nichts geändert: Drehen Sie das Skip-Gewicht auf.</translation>
    </message>
    <message>
        <source>Skip connections with weight 0</source>
        <translation>Skip-Verbindungen mit Gewicht 0</translation>
    </message>
    <message>
        <source>Skip weight</source>
        <translation>Skip-Gewicht</translation>
    </message>
    <message>
        <source>Smooth drawing</source>
        <translation>Flüssiges Zeichnen</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Smoothing of the curves over time</source>
        <translation>Glättung der Kurven über die Zeit</translation>
    </message>
    <message>
        <source>Snapshot every</source>
        <translation>Schnappschuss alle</translation>
    </message>
    <message>
        <source>Snapshots, MB at most</source>
        <translation>Schnappschüsse, höchstens MB</translation>
    </message>
    <message>
        <source>So often new data are drawn at most; hovering, panning and zooming are not held back.</source>
        <translation>So oft werden neue Daten höchstens gezeichnet; Zeigen, Verschieben und Zoomen werden nicht aufgehalten.</translation>
    </message>
    <message>
        <source>Softmax cross-entropy</source>
        <translation>Softmax-Kreuzentropie</translation>
    </message>
    <message>
        <source>Software</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some labels are nothing that the network could put out.</source>
        <translation>Manche Klassen sind nichts, was das Netz ausgeben könnte.</translation>
    </message>
    <message>
        <source>Some lessons have a **diagram** to play with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some steps cannot be shown: {error}</source>
        <translation>Einige Schritte lassen sich nicht zeigen: {error}</translation>
    </message>
    <message>
        <source>Source: Bengio, Simard &amp; Frasconi 1994; Pascanu, Mikolov &amp; Bengio 2013 (arXiv 1211.5063), equation 5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: Hochreiter &amp; Schmidhuber 1997; Gers, Schmidhuber &amp; Cummins 2000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: Nielsen, Neural Networks and Deep Learning, chapter 5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: Nielsen, chapter 5: sigma&apos;(z), at most 1/4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: Nielsen, chapter 5: the bars dC/db of the neuron picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: Nielsen, chapter 5: w sigma&apos;(z).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: Schoenholz et al. 2017 (arXiv 1611.01232), section 5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: Schoenholz et al. 2017 (arXiv 1611.01232): sigma_w.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: Xiong et al. 2020 (arXiv 2002.04745), section 3, for the blocks of a Transformer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: the rule of thumb 1e-3 is A. Karpathy&apos;s (CS231n, Neural Networks 3).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: {source}</source>
        <translation>Quelle: {source}</translation>
    </message>
    <message>
        <source>Speed of learning while it trains</source>
        <translation>Lerngeschwindigkeit während des Trainings</translation>
    </message>
    <message>
        <source>Speed of learning while it trains: the printed curves of 2, 3 and 4 hidden layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of learning, hidden 1 / hidden 2: {0} / {1} = {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation>Tempo des Abspielens</translation>
    </message>
    <message>
        <source>Speeds at initialization</source>
        <translation>Geschwindigkeiten bei der Initialisierung</translation>
    </message>
    <message>
        <source>Speeds at initialization: the nine printed speeds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spiked gradient</source>
        <translation>Gehäufter Gradient</translation>
    </message>
    <message>
        <source>Spiked gradient in {0}</source>
        <translation>Gehäufter Gradient in {0}</translation>
    </message>
    <message>
        <source>Squared error</source>
        <translation>Quadratischer Fehler</translation>
    </message>
    <message>
        <source>Standard deviation of the activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standardize inputs</source>
        <translation>Eingaben standardisieren</translation>
    </message>
    <message>
        <source>Standardized: each input has mean 0 and deviation 1 over all examples, held-out ones too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stands between the linear map and the activation of every hidden layer.</source>
        <translation>Steht zwischen der linearen Abbildung und der Aktivierung jeder verdeckten Schicht.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Start a &amp;lesson…</source>
        <translation>&amp;Lektion beginnen …</translation>
    </message>
    <message>
        <source>Start a lesson</source>
        <translation>Eine Lektion beginnen</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Ausgehen von</translation>
    </message>
    <message>
        <source>Start the eight sigmoid layers and let them run for some hundred steps: the loss stands still, and hidden 1 gets less than a ten-thousandth of the gradient that hidden 8 gets. Then press **one** button. It changes the running network at its next step, weights and all that they have learned kept, unless its name says that weights are drawn anew. Wait two hundred steps and read the table: the weight gradient of the first layer and of the last hidden one, and the loss, before and after. *Back to the starving network* undoes everything for the next try.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts a session of its own: {describe}</source>
        <translation>Beginnt eine eigene Sitzung: {describe}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Step that is shown</source>
        <translation>Gezeigter Schritt</translation>
    </message>
    <message>
        <source>Step time</source>
        <translation>Zeit je Schritt</translation>
    </message>
    <message>
        <source>Step to continue from</source>
        <translation>Schritt, ab dem es weitergeht</translation>
    </message>
    <message>
        <source>Step {done} of {steps}: {verb}</source>
        <translation>Schritt {done} von {steps}: {verb}</translation>
    </message>
    <message>
        <source>Step {number} of {total}</source>
        <translation>Schritt {number} von {total}</translation>
    </message>
    <message>
        <source>Step {step}: {details}</source>
        <translation>Schritt {step}: {details}</translation>
    </message>
    <message>
        <source>Step {step}: {label}</source>
        <translation>Schritt {step}: {label}</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Steps from one gradient histogram to the next.</source>
        <translation>Schritte von einem Gradientenhistogramm zum nächsten.</translation>
    </message>
    <message>
        <source>Steps from one held-out evaluation to the next.</source>
        <translation>Schritte von einer Auswertung der zurückgehaltenen Beispiele zur nächsten.</translation>
    </message>
    <message>
        <source>Steps from one measurement of all norms to the next; 0: as often as the budget allows.</source>
        <translation>Schritte von einer Messung aller Normen zur nächsten; 0: so oft, wie das Budget erlaubt.</translation>
    </message>
    <message>
        <source>Steps from one snapshot to the next; 0: about twice a minute. There is one before each change, too.</source>
        <translation>Schritte von einem Schnappschuss zum nächsten; 0: etwa zweimal je Minute. Auch vor jeder Änderung gibt es einen.</translation>
    </message>
    <message>
        <source>Steps made so far</source>
        <translation>Bisherige Schritte</translation>
    </message>
    <message>
        <source>Steps over which settings change</source>
        <translation>Schritte, über die sich Einstellungen ändern</translation>
    </message>
    <message>
        <source>Steps per second over the last {RATE_SPAN_S:g} s</source>
        <translation>Schritte je Sekunde in den letzten {RATE_SPAN_S:g} s</translation>
    </message>
    <message>
        <source>Steps since the first change</source>
        <translation>Schritte seit der ersten Änderung</translation>
    </message>
    <message>
        <source>Steps that agree add up, and steps to and fro cancel (Polyak 1964); the rate is lowered as much as they add up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps to train</source>
        <translation>Zu trainierende Schritte</translation>
    </message>
    <message>
        <source>Steps weigh less the longer ago they are</source>
        <translation>Schritte wiegen weniger, je länger sie her sind</translation>
    </message>
    <message>
        <source>Still as drawn</source>
        <translation>Noch wie gezogen</translation>
    </message>
    <message>
        <source>Still as drawn in {0}</source>
        <translation>Noch wie gezogen in {0}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>Struktur</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Styles of figures (*.toml)</source>
        <translation>Stile von Abbildungen (*.toml)</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>Switches</source>
        <translation>Schalter</translation>
    </message>
    <message>
        <source>T&amp;hree times as wide</source>
        <translation>D&amp;reimal so breit</translation>
    </message>
    <message>
        <source>Table with a label column</source>
        <translation>Tabelle mit Klassenspalte</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Tags and note</source>
        <translation>Schlagwörter und Notiz</translation>
    </message>
    <message>
        <source>Tags and note…</source>
        <translation>Notizen …</translation>
    </message>
    <message>
        <source>Take an LSTM or a GRU in place of the plain recurrent network. Raise an LSTM&apos;s forget bias: with ln T a cell keeps its content for about T time steps. Draw the weights of a plain RNN orthogonal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the &amp;tour</source>
        <translation>Der &amp;Rundgang</translation>
    </message>
    <message>
        <source>Take the constant away: no neuron for w₁ ≤ 2, and nowhere a good one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the tour</source>
        <translation>Rundgang machen</translation>
    </message>
    <message>
        <source>Takes the looks of a file (TOML) that somebody has saved.</source>
        <translation>Übernimmt das Aussehen aus einer Datei (TOML), die jemand gespeichert hat.</translation>
    </message>
    <message>
        <source>Tanh</source>
        <translation>Tanh</translation>
    </message>
    <message>
        <source>Tanh with Xavier&apos;s initialization</source>
        <translation>Tanh mit Xaviers Initialisierung</translation>
    </message>
    <message>
        <source>Tanh, layers, width 64, b scale 0, w scale 1: nearly level, as Xavier meant it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tanh, orthogonal, Adam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tanh, orthogonal, Adam, clipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Ten plots, each with a page of its own: press `?` below a plot, or F1 with the focus in it. All follow the chosen layer and the step that you look back at. Plots over time move together: drag to pan, wheel to zoom, double click to see all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten symbols out of eight are shown first, and asked for at the last ten time steps; in between there are blanks and, just before the answer, a delimiter. Guessing has 1 in 8 right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorBoard event files need tensorboardX: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorBoard shows a sample of each tag; all: `--samples_per_plugin scalars=10000,images=100,text=1000`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text and lines</source>
        <translation>Text und Linien</translation>
    </message>
    <message>
        <source>Text of the lesson</source>
        <translation>Text der Lektion</translation>
    </message>
    <message>
        <source>Text of the manual</source>
        <translation>Text des Handbuchs</translation>
    </message>
    <message>
        <source>Text of the note</source>
        <translation>Text der Notiz</translation>
    </message>
    <message>
        <source>Text of your own</source>
        <translation>Eigener Text</translation>
    </message>
    <message>
        <source>Text of your own: paragraphs between empty lines, “# ” before a heading, “- ” before each of a list</source>
        <translation>Eigener Text: Absätze zwischen leeren Zeilen, „# “ vor einer Überschrift, „- “ vor jedem Punkt einer Liste</translation>
    </message>
    <message>
        <source>That is near 0 while eᵇ is much smaller than T, and 1/e at b = ln T. So to remember T steps, start with a forget bias of about **ln T** or more: 4.6 for T = 100. (What is measured lies above fᵀ, because the gradient also comes back through the gates.) Move the slider *Forget bias* under *Network and training*, or press a button below, while an LSTM runs, and see the curve swing up. In the plot *Through time* choose *Cell* for |∂C/∂cₜ|.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That of the quantity that *Show* chooses, to begin with:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The **lower of gate and weight factor** is what kills the signal. A sigmoid&apos;s gate is 0.25 at best and falls towards 0 where it saturates; a ReLU&apos;s is about 0.7 when half of its units are on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The **replay bar** looks back: see [Sessions and files](sessions.md). The **status line** says what the session is doing, steps a second, what watching costs and how far apart norms are measured, loss and accuracy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The activation is {0}, and not Sigmoid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The animation</source>
        <translation>Die Animation</translation>
    </message>
    <message>
        <source>The branch</source>
        <translation>Der Zweig</translation>
    </message>
    <message>
        <source>The branch was not adopted</source>
        <translation>Der Zweig wurde nicht übernommen</translation>
    </message>
    <message>
        <source>The branches are as they were left. Play lets them go on, all on the same examples.</source>
        <translation>Die Zweige stehen, wie sie verlassen wurden. „Weiter“ lässt sie weiterlaufen, alle auf denselben Beispielen.</translation>
    </message>
    <message>
        <source>The branches are in the trash; what the trial has shown stays in its session</source>
        <translation>Die Zweige liegen im Papierkorb; was der Versuch gezeigt hat, bleibt in seiner Sitzung</translation>
    </message>
    <message>
        <source>The branches cannot go on</source>
        <translation>Die Zweige können nicht weiterlaufen</translation>
    </message>
    <message>
        <source>The branches have ended; their files are complete.</source>
        <translation>Die Zweige sind zu Ende; ihre Dateien sind vollständig.</translation>
    </message>
    <message>
        <source>The branches stopped at step {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The branches that are being trained go on, each in a file of its own.</source>
        <translation>Die trainierenden Zweige laufen weiter, jeder in einer eigenen Datei.</translation>
    </message>
    <message>
        <source>The branches train on</source>
        <translation>Die Zweige trainieren weiter</translation>
    </message>
    <message>
        <source>The buttons below the plots play, hold and cut short. All plots work as in [Comparing sessions](comparing.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chain of neurons</source>
        <translation>Die Kette der Neuronen</translation>
    </message>
    <message>
        <source>The chain of the lesson before: weights 1, every z is 0.</source>
        <translation>Die Kette der vorigen Lektion: Gewichte 1, jedes z ist 0.</translation>
    </message>
    <message>
        <source>The channels of each convolution; where they change, the image is halved.</source>
        <translation>Die Kanäle jeder Faltung; wo sie sich ändern, wird das Bild halbiert.</translation>
    </message>
    <message>
        <source>The check</source>
        <translation>Die Prüfung</translation>
    </message>
    <message>
        <source>The check could not be made: {error}</source>
        <translation>Die Prüfung war nicht möglich: {error}</translation>
    </message>
    <message>
        <source>The chosen layer is the one picked in the plots.</source>
        <translation>Die gewählte Schicht ist die in den Plots gewählte.</translation>
    </message>
    <message>
        <source>The chosen layer&apos;s weight gradients, or what *Histogram of* chooses: weights, updates, pre-activations or activations. The axis has signed powers of two: negative values left, zero in the middle, positive values right. Each column holds the values between one power of two and the next. Counts stand on a log axis, so a single value can be seen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chosen quantity against the layer, a line for each session: which network passes the gradient back best?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chosen quantity of up to five layers over the shared axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The colour is the class that the network sees at each point of the plane, paler where it is unsure; points are training examples in the colours of their own classes. A point on another colour is one that the network gets wrong.</source>
        <translation>Die Farbe ist die Klasse, die das Netz an jedem Punkt der Ebene sieht, blasser, wo es unsicher ist; die Punkte sind Trainingsbeispiele in den Farben ihrer eigenen Klasse. Ein Punkt auf einer anderen Farbe ist einer, bei dem das Netz sich irrt.</translation>
    </message>
    <message>
        <source>The colour of each point of the plane is the class with the largest output there; the paler, the less sure the network is. The dots are training examples in the colours and shapes of their own classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy</source>
        <translation>Die Kopie</translation>
    </message>
    <message>
        <source>The copy was not saved</source>
        <translation>Die Kopie wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>The dashed curves beneath are published ones, for two, three and four hidden layers, at the epochs 1, 10, 50, 100, 250 and</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dashed lines beneath are the published curves. The live ones follow them within a factor of two or so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The deeper the network, the longer the loss stays flat in the beginning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The digits as 28 time steps: the rows from the top.</source>
        <translation>Die Ziffern als 28 Zeitschritte: die Zeilen von oben.</translation>
    </message>
    <message>
        <source>The digits as 784 time steps of one pixel each.</source>
        <translation>Die Ziffern als 784 Zeitschritte zu je einem Pixel.</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The examples do not fit into memory beside what is there</source>
        <translation>Die Beispiele passen nicht neben das in den Speicher, was dort ist</translation>
    </message>
    <message>
        <source>The examples; the last ones are held out.</source>
        <translation>Die Beispiele; die letzten werden zurückgehalten.</translation>
    </message>
    <message>
        <source>The experiments of the book, from a network that does not learn to its cures</source>
        <translation>Die Experimente des Buches, von einem Netz, das nicht lernt, bis zu seiner Heilung</translation>
    </message>
    <message>
        <source>The experiments of the book, with their published numbers. Each opens beside the plots; begin with 1.</source>
        <translation>Die Experimente des Buches mit ihren veröffentlichten Zahlen. Jede öffnet sich neben den Plots; beginnen Sie mit 1.</translation>
    </message>
    <message>
        <source>The export</source>
        <translation>Der Export</translation>
    </message>
    <message>
        <source>The file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file {name} goes</source>
        <translation>Die Datei {name} geht</translation>
    </message>
    <message>
        <source>The first batch</source>
        <translation>Der erste Batch</translation>
    </message>
    <message>
        <source>The first batch cannot be computed: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first batch is being measured…</source>
        <translation>Der erste Batch wird gemessen …</translation>
    </message>
    <message>
        <source>The first batch of so large a network is not computed here, because it takes more than a moment.</source>
        <translation>Der erste Batch eines so großen Netzes wird hier nicht berechnet, weil das mehr als einen Augenblick dauert.</translation>
    </message>
    <message>
        <source>The first convolution would {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first hidden layer would {0} skip connection: the input has {1} values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first six neurons of each layer, as columns from the input to the output. A bar to the right is a positive dC/db, one to the left a negative one; all bars have one linear scale. Where there is no room for all layers, those near the chosen one are shown. A click on a neuron shows the weights by which it reads: of the first layer of an image network as an image, else as bars.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first so many examples.</source>
        <translation>So viele Beispiele vom Anfang.</translation>
    </message>
    <message>
        <source>The first weights let the signal fade or grow with depth.</source>
        <translation>Die ersten Gewichte lassen das Signal mit der Tiefe verblassen oder wachsen.</translation>
    </message>
    <message>
        <source>The folder cannot be shown</source>
        <translation>Der Ordner lässt sich nicht zeigen</translation>
    </message>
    <message>
        <source>The formula</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The formula, with the numbers of now</source>
        <translation>Die Formel mit den Zahlen von jetzt</translation>
    </message>
    <message>
        <source>The formula, with the numbers of step {shown}{where}</source>
        <translation>Die Formel mit den Zahlen von Schritt {shown}{where}</translation>
    </message>
    <message>
        <source>The formula; numbers come with the first step</source>
        <translation>Die Formel; Zahlen kommen mit dem ersten Schritt</translation>
    </message>
    <message>
        <source>The function behind every hidden layer. Its slope is a factor of every earlier layer&apos;s gradient.</source>
        <translation>Die Funktion hinter jeder verdeckten Schicht. Ihre Steigung ist ein Faktor des Gradienten jeder früheren Schicht.</translation>
    </message>
    <message>
        <source>The gain is what a layer does to the signal on its way back: near 1 it keeps it. It is about the gate, which is the activation&apos;s slope, times the weights behind the layer: the lower of these two lines is what kills the signal. Where the gain is far from their product, other ways count too, such as a skip connection.</source>
        <translation>Die Verstärkung ist, was eine Schicht mit dem Signal auf seinem Rückweg macht: Nahe 1 erhält sie es. Sie ist ungefähr das Tor, also die Steigung der Aktivierung, mal die Gewichte hinter der Schicht: Die niedrigere dieser beiden Linien ist es, die das Signal tötet. Wo die Verstärkung weit von ihrem Produkt liegt, zählen auch andere Wege, etwa eine Skip-Verbindung.</translation>
    </message>
    <message>
        <source>The gates of a GRU are sigmoids and its candidates tanh, by definition.</source>
        <translation>Die Tore einer GRU sind Sigmoide und ihre Kandidaten Tanh, per Definition.</translation>
    </message>
    <message>
        <source>The gates of an LSTM are sigmoids and its candidates tanh, by definition.</source>
        <translation>Die Tore eines LSTM sind Sigmoide und seine Kandidaten Tanh, per Definition.</translation>
    </message>
    <message>
        <source>The gradient comes back past each block as well, so that no product of many factors is left (He et al. 2016).</source>
        <translation>Der Gradient kommt auch an jedem Block vorbei zurück, sodass kein Produkt vieler Faktoren bleibt (He et al. 2016).</translation>
    </message>
    <message>
        <source>The gradient dies on its way back, so the first layers hardly learn.</source>
        <translation>Der Gradient stirbt auf seinem Rückweg, die ersten Schichten lernen also kaum.</translation>
    </message>
    <message>
        <source>The gradient grows on its way back, so updates are far too large.</source>
        <translation>Der Gradient wächst auf seinem Rückweg, die Updates sind also viel zu groß.</translation>
    </message>
    <message>
        <source>The gradient is a product of a factor for each layer, and there are half as many.</source>
        <translation>Der Gradient ist ein Produkt aus einem Faktor je Schicht, und es sind halb so viele.</translation>
    </message>
    <message>
        <source>The gradient keeps its size only if |w σ′(wa + b)| is about 1. Could training, or luck, not bring that about?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gradient norm of every layer at one step, from the input on the left to the output on the right. It answers one question: where along the network is the signal lost?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gradient norm of every layer over the steps: since when does a layer starve, and what did a change do?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gradient of a recurrent layer at each time step of the sequence: how far back the loss at the end can teach. It is a tab behind the profile, and has something to show for RNN, LSTM and GRU alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gradient of {0} is not finite already at the first batch: nothing can be learned like this.</source>
        <translation>Der Gradient von {0} ist schon beim ersten Batch nicht endlich: So lässt sich nichts lernen.</translation>
    </message>
    <message>
        <source>The gradient reaches the optimizer whole.</source>
        <translation>Der Gradient erreicht den Optimierer ganz.</translation>
    </message>
    <message>
        <source>The gradient through time over the steps of training, as an image: does a recurrent network learn to carry the signal back? It is a tab behind the heat map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gradients are still those of the first weights: nothing is learned.</source>
        <translation>Die Gradienten sind noch die der ersten Gewichte: Es wird nichts gelernt.</translation>
    </message>
    <message>
        <source>The held-out accuracy is at 96 to 97 % in all four runs: a second hidden layer gains a little, the third and the fourth nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The histograms of one layer over the steps, as an image: how the spread of its values moves while it trains.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The horizontal line at 0 is the control itself: the untouched fork of a trial, else the first session. A colour for each other session, a dash for each layer; the curve is the mean of the steps that share a pixel, the band reaches from the least to the largest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The identity neuron</source>
        <translation>Das Identitätsneuron</translation>
    </message>
    <message>
        <source>The inputs differ much in size: standardizing is advisable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interval</source>
        <translation>Das Intervall</translation>
    </message>
    <message>
        <source>The interval in which a factor is at least 1</source>
        <translation>Das Intervall, in dem ein Faktor mindestens 1 ist</translation>
    </message>
    <message>
        <source>The judgement</source>
        <translation>Das Urteil</translation>
    </message>
    <message>
        <source>The kind of network.</source>
        <translation>Die Art des Netzes.</translation>
    </message>
    <message>
        <source>The labels are of the column {0}{1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The labels are of {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The largest error against w1</source>
        <translation>Der größte Fehler gegen w1</translation>
    </message>
    <message>
        <source>The largest norm, or for value clipping the largest magnitude, that passes unclipped.</source>
        <translation>Die größte Norm, oder beim Kappen von Werten der größte Betrag, der ungekappt bleibt.</translation>
    </message>
    <message>
        <source>The last axis is read as channels: [n, height, width, channels].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last copy is not through yet</source>
        <translation>Die letzte Kopie ist noch nicht fertig</translation>
    </message>
    <message>
        <source>The last export is not through yet</source>
        <translation>Der letzte Export ist noch nicht fertig</translation>
    </message>
    <message>
        <source>The last session&apos;s current step has not ended; its file ends with it.</source>
        <translation type="vanished">Der laufende Schritt der letzten Sitzung ist noch nicht zu Ende; ihre Datei endet mit ihm.</translation>
    </message>
    <message>
        <source>The last so many examples, never trained on.</source>
        <translation>So viele Beispiele vom Ende, mit denen nie trainiert wird.</translation>
    </message>
    <message>
        <source>The last step that both have in common lies before this one</source>
        <translation>Der letzte Schritt, den beide gemeinsam haben, liegt vor diesem</translation>
    </message>
    <message>
        <source>The law that weights and biases are drawn from.</source>
        <translation>Das Gesetz, nach dem Gewichte und Bias-Werte gezogen werden.</translation>
    </message>
    <message>
        <source>The layer that histogram and heat map show; or click one in a plot</source>
        <translation>Die Schicht, die Histogramm und Heatmap zeigen; oder klicken Sie in einem Plot auf eine</translation>
    </message>
    <message>
        <source>The layers that norms and ratios show, up to {MOST_LAYERS}</source>
        <translation>Die Schichten, die Normen und Verhältnisse zeigen, bis zu {MOST_LAYERS}</translation>
    </message>
    <message>
        <source>The layout is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The lesson</source>
        <translation>Die Lektion</translation>
    </message>
    <message>
        <source>The line below the plot says which share of each is exactly zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line in the profile becomes level; dashed, it shows where it was before the change. The loss falls, the accuracy rises. Draw the weights anew by He&apos;s law (*Re-initialize*), or switch on *Skip connections*, and see what each does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line is the training batches; where several steps share a pixel, a band reaches from the least to the largest. Dots are the held-out examples, which are never trained on. *Smoothing* averages the training curve. The loss stands on a log axis where it spans decades. A loop of your own may have recorded no accuracy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line that falls least towards the input passes the gradient on best. With networks of different depth, count from the output to see where they part. In this picture one session is healthy and one is sick:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of all pages (Alt+Home)</source>
        <translation>Die Liste aller Seiten (Alt+Pos1)</translation>
    </message>
    <message>
        <source>The list of fonts</source>
        <translation>Die Liste der Schriften</translation>
    </message>
    <message>
        <source>The logs are in {folder}</source>
        <translation>Die Protokolle liegen in {folder}</translation>
    </message>
    <message>
        <source>The loss at the end cannot teach the early steps anything where it has fallen to nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss does not fall.</source>
        <translation>Der Verlust fällt nicht.</translation>
    </message>
    <message>
        <source>The loss grows instead of falling.</source>
        <translation>Der Verlust wächst, statt zu fallen.</translation>
    </message>
    <message>
        <source>The loss jumps up and down instead of falling.</source>
        <translation>Der Verlust springt auf und ab, statt zu fallen.</translation>
    </message>
    <message>
        <source>The loss must be a mean over the batch for *delta per example* to be one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The manual of Gradiometer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The map</source>
        <translation>Die Karte</translation>
    </message>
    <message>
        <source>The map cannot be saved</source>
        <translation>Die Karte lässt sich nicht speichern</translation>
    </message>
    <message>
        <source>The marks are the published numbers: one network somebody else drew, so expect to be near and not on them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean over more examples scatters less, as 1/sqrt(batch size).</source>
        <translation>Das Mittel über mehr Beispiele streut weniger, wie 1/sqrt(Batchgröße).</translation>
    </message>
    <message>
        <source>The mean over the batch of this cost.</source>
        <translation>Das Mittel dieser Kosten über den Batch.</translation>
    </message>
    <message>
        <source>The measurement takes the mean gradient over the first 1,000 digits, all of them in one batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The median over so many draws of the weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The menu *Lessons* holds the chapter on vanishing gradients of Michael Nielsen&apos;s *Neural Networks and Deep Learning* as experiments, and what came after it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The menus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The names are those of [The quantities](quantities.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network is not built yet.</source>
        <translation>Das Netz ist noch nicht aufgebaut.</translation>
    </message>
    <message>
        <source>The neuron picture</source>
        <translation>Das Neuronenbild</translation>
    </message>
    <message>
        <source>The neuron picture: speeds of two hidden layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The neuron&apos;s output over x</source>
        <translation>Die Ausgabe des Neurons über x</translation>
    </message>
    <message>
        <source>The new block&apos;s normalizations stand behind its sums (post-LN), and change what it only hands on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest gradient norm of each layer&apos;s weights, from {ends}, log axis</source>
        <translation>Die neueste Gradientennorm der Gewichte jeder Schicht, von {ends}, logarithmische Achse</translation>
    </message>
    <message>
        <source>The newest gradient norm of each layer&apos;s weights, input side left, log axis of at least four decades; sorted by how far the first layer lies below the last</source>
        <translation>Die neueste Gradientennorm der Gewichte jeder Schicht, Eingabe links, logarithmische Achse von mindestens vier Dekaden; sortiert danach, wie weit die erste Schicht unter der letzten liegt</translation>
    </message>
    <message>
        <source>The newest step of each session</source>
        <translation>Der neueste Schritt jeder Sitzung</translation>
    </message>
    <message>
        <source>The next neuron&apos;s bias can add any constant. Without it, w₂σ(w₁x + b) alone has to have the value and the slope of x at x = ½.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note could not be kept</source>
        <translation>Die Notiz konnte nicht behalten werden</translation>
    </message>
    <message>
        <source>The null fork, a branch with no change, coincides with the control bit for bit in {0} and in all weights, moments and random states at the end: every difference below is the change&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The null fork, a branch with no change, differs from the control from step {0} on, which must not be on a processor: no claim of this trial can be trusted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The null fork, a branch with no change, drifts from the control by up to {0} decades in a norm and {1} in the loss over {2}, because a graphics card adds up in no fixed order: what does not pass that is noise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture of Nielsen&apos;s chapter 5: a bar for each neuron, as long as its gradient. It is a tab behind the histogram.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plane of the two inputs, coloured by the class that the network tells, with the training examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plot was not exported</source>
        <translation>Der Plot wurde nicht exportiert</translation>
    </message>
    <message>
        <source>The plots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prediction</source>
        <translation>Die Vorhersage</translation>
    </message>
    <message>
        <source>The preview</source>
        <translation>Die Vorschau</translation>
    </message>
    <message>
        <source>The profile has one point a layer, the input on the left: how large its gradient is, on a log axis. Where the line falls towards the input, the first layers hardly learn.</source>
        <translation>Das Profil hat einen Punkt je Schicht, die Eingabe links: wie groß ihr Gradient ist, auf einer logarithmischen Achse. Wo die Linie zur Eingabe hin fällt, lernen die ersten Schichten kaum.</translation>
    </message>
    <message>
        <source>The program opens with the start page: a lesson, a new session, or a file. Behind it a session is ready: MNIST digits, four hidden sigmoid layers. Press Escape, or *Back to the session*; then **Start** (Space).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The quantities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report</source>
        <translation>Der Bericht</translation>
    </message>
    <message>
        <source>The rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rules that say what a finding is: ours, those that others have published, or your own</source>
        <translation>Die Regeln, die sagen, was ein Befund ist: unsere, veröffentlichte von anderen, oder Ihre eigenen</translation>
    </message>
    <message>
        <source>The run is over, and its session is safe: nothing has been lost up to step {step}, which is in {path}.</source>
        <translation>Der Lauf ist zu Ende, und seine Sitzung ist sicher: Bis Schritt {step}, der in {path} steht, ist nichts verloren.</translation>
    </message>
    <message>
        <source>The run, at its beginning: the speed of learning falls a few times in each layer from the output to hidden 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run, towards its end: the weights have grown, gains come up to 1, and only then the chain learns quickly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same columns as in the histogram: floor(log2 |v|), on the side of the sign of v. The colour is log(1 + count).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same norms step by step, a line a layer. Click a layer here or in the profile: histogram and heat map show that one.</source>
        <translation>Dieselben Normen Schritt für Schritt, eine Linie je Schicht. Klicken Sie hier oder im Profil auf eine Schicht: Histogramm und Heatmap zeigen dann sie.</translation>
    </message>
    <message>
        <source>The same seed draws the same weights again.</source>
        <translation>Derselbe Startwert zieht dieselben Gewichte noch einmal.</translation>
    </message>
    <message>
        <source>The same stands inside every PNG, PDF, SVG and PGF: *File &gt; Open the session of a figure*, or a figure dropped onto the window, opens the session it came from, at the same view.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample session cannot be opened</source>
        <translation>Die Beispielsitzung lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>The script was not saved</source>
        <translation>Das Skript wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>The second layer gains a little. The third and the fourth gain nothing, and they are not idle for lack of use: a layer with random weights in front of a good network would do harm, and a layer that merely passed its input on would do none. So the deeper networks *could* be at least as good. Learning does not find it. Something hinders it, and the other lessons measure what.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session cannot be saved there</source>
        <translation>Dort lässt sich die Sitzung nicht speichern</translation>
    </message>
    <message>
        <source>The session could not be forked</source>
        <translation>Die Sitzung konnte nicht abgezweigt werden</translation>
    </message>
    <message>
        <source>The session goes on as {label} did</source>
        <translation>Die Sitzung geht weiter wie {label}</translation>
    </message>
    <message>
        <source>The session goes on recording, and an event names the layer where it began. Look back to the step before, then undo the change, lower the rate, clip the total norm, or draw the weights anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session goes on, but it is not in a file yet: it is in memory alone. Save it with File &gt; Save as.</source>
        <translation>Die Sitzung läuft weiter, steht aber noch in keiner Datei, nur im Speicher. Speichern Sie sie mit Datei &gt; Speichern unter.</translation>
    </message>
    <message>
        <source>The session is copied, with its optimizer, random states and the order of its examples: one copy stays untouched, and each branch is changed. All train step by step on the same examples, so what differs is the change&apos;s doing.</source>
        <translation>Die Sitzung wird kopiert, mit Optimierer, Zufallszuständen und der Reihenfolge ihrer Beispiele: Eine Kopie bleibt unberührt, und jeder Zweig wird geändert. Alle trainieren Schritt für Schritt auf denselben Beispielen; was sich unterscheidet, kommt also von der Änderung.</translation>
    </message>
    <message>
        <source>The session is just ending.</source>
        <translation>Die Sitzung endet gerade.</translation>
    </message>
    <message>
        <source>The session is not in a file yet: it is in memory alone. Save it with File &gt; Save as.</source>
        <translation>Die Sitzung steht noch in keiner Datei, nur im Speicher. Speichern Sie sie mit Datei &gt; Speichern unter.</translation>
    </message>
    <message>
        <source>The session is safe in {path}. It is only shown here.</source>
        <translation>Die Sitzung ist sicher in {path}. Sie wird hier nur gezeigt.</translation>
    </message>
    <message>
        <source>The session is safe: training goes on and is recorded. Nothing has been lost up to step {step}, which is in {path}.</source>
        <translation>Die Sitzung ist sicher: Das Training geht weiter und wird aufgezeichnet. Bis Schritt {step}, der in {path} steht, ist nichts verloren.</translation>
    </message>
    <message>
        <source>The session is safe: training is held and can go on. Nothing has been lost up to step {step}, which is in {path}.</source>
        <translation>Die Sitzung ist sicher: Das Training ist angehalten und kann weitergehen. Bis Schritt {step}, der in {path} steht, ist nichts verloren.</translation>
    </message>
    <message>
        <source>The session of this figure cannot be opened</source>
        <translation>Die Sitzung dieser Abbildung lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>The session records itself; it is on the start page (*File &gt; All sessions*) the next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session that was forked is not the one on the screen: open it first.</source>
        <translation>Die abgezweigte Sitzung ist nicht die auf dem Bildschirm: Öffnen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>The session was not changed</source>
        <translation>Die Sitzung wurde nicht geändert</translation>
    </message>
    <message>
        <source>The session was not compacted</source>
        <translation>Die Sitzung wurde nicht verdichtet</translation>
    </message>
    <message>
        <source>The session was not copied</source>
        <translation>Die Sitzung wurde nicht kopiert</translation>
    </message>
    <message>
        <source>The session was not deleted</source>
        <translation>Die Sitzung wurde nicht gelöscht</translation>
    </message>
    <message>
        <source>The session was not exported</source>
        <translation>Die Sitzung wurde nicht exportiert</translation>
    </message>
    <message>
        <source>The session&apos;s file is gone: {path}. Save it elsewhere with File &gt; Save as.</source>
        <translation>Die Datei der Sitzung ist weg: {path}. Speichern Sie sie anderswo mit Datei &gt; Speichern unter.</translation>
    </message>
    <message>
        <source>The share of the last update that goes on. Used by SGD with momentum.</source>
        <translation>Der Anteil des letzten Updates, der weiterwirkt. Nur bei SGD mit Momentum.</translation>
    </message>
    <message>
        <source>The share of the layer&apos;s values v in the column of floor(log2 |v|), on the side of the sign of v.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sigmoid, its slope and the neurons on them</source>
        <translation>Das Sigmoid, seine Steigung und die Neuronen darauf</translation>
    </message>
    <message>
        <source>The signal sets out from the last time step, on the right. A line that falls towards the first one means that the gradient vanishes on its way back through time, so that the early steps cannot be learnt from; one that rises, that it explodes.</source>
        <translation>Das Signal geht vom letzten Zeitschritt aus, rechts. Eine Linie, die zum ersten hin fällt, bedeutet, dass der Gradient auf seinem Weg zurück durch die Zeit verschwindet, sodass aus den frühen Schritten nicht gelernt werden kann; eine, die steigt, dass er explodiert.</translation>
    </message>
    <message>
        <source>The signal that comes back to the layer for a single example, before examples cancel in the batch&apos;s mean.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The size of all letters, also of those in plots; 100 is the system&apos;s.</source>
        <translation>Die Größe aller Buchstaben, auch derer in Plots; 100 ist die des Systems.</translation>
    </message>
    <message>
        <source>The size of an update against the gradient.</source>
        <translation>Die Größe eines Updates im Verhältnis zum Gradienten.</translation>
    </message>
    <message>
        <source>The skip weight is 0, so there are no branches.</source>
        <translation>Das Skip-Gewicht ist 0, also gibt es keine Zweige.</translation>
    </message>
    <message>
        <source>The slider under the plots looks back at any step, also while the network trains on. Left and Right go by measured steps, Ctrl+Left and Ctrl+Right by changes, findings and notes, Home to the first step, End to the newest; P plays. Ctrl+drag in a plot over time looks back there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The start page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The statistics of a batch differ from one time step to the next.</source>
        <translation>Die Statistiken eines Batches unterscheiden sich von Zeitschritt zu Zeitschritt.</translation>
    </message>
    <message>
        <source>The symptoms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The table lists what each of your changes did to the gradient and to the loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The task is to add two numbers: of a hundred, each with a mark beside it, two are marked, and their sum is to be said at the end. Who cannot remember back to the first marks cannot do it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ten lessons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ten lessons, and a lesson file of your own; see [Lessons](lessons.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tool bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trial could not be kept in its session</source>
        <translation>Der Versuch konnte nicht in seiner Sitzung behalten werden</translation>
    </message>
    <message>
        <source>The trial is through; Play lets the branches go on</source>
        <translation>Der Versuch ist durch; „Weiter“ lässt die Zweige weiterlaufen</translation>
    </message>
    <message>
        <source>The trial is through; the session keeps what it has shown, and reports tell it</source>
        <translation>Der Versuch ist zu Ende; die Sitzung behält, was er gezeigt hat, und Berichte erzählen es</translation>
    </message>
    <message>
        <source>The units of each level.</source>
        <translation>Die Neuronen jeder Ebene.</translation>
    </message>
    <message>
        <source>The user&apos;s own data: an IDX file of images, an NPZ file with x and y, a CSV file with a column of labels, or a folder with a folder of images for each class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The verdict compares the first layer&apos;s norm with the last one&apos;s. Below a hundredth the first layers will learn much more slowly, below a ten-thousandth hardly at all; above a hundred times, their updates may be far too large. Optimizers that divide by the size of the gradient (Adam, RMSprop) even that out while gradients stay far above 1e-8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The vertical axis of this plot has one scale only.</source>
        <translation>Die senkrechte Achse dieses Plots hat nur einen Maßstab.</translation>
    </message>
    <message>
        <source>The vertical axis of this plot is not one of values.</source>
        <translation>Die senkrechte Achse dieses Plots ist keine von Werten.</translation>
    </message>
    <message>
        <source>The weight from one such neuron to the next is w₂w₁ = {shown}</source>
        <translation>Das Gewicht von einem solchen Neuron zum nächsten ist w₂w₁ = {shown}</translation>
    </message>
    <message>
        <source>The weights are not known yet: no snapshot holds them, and no run has told them.</source>
        <translation>Die Gewichte sind noch nicht bekannt: Kein Schnappschuss enthält sie, und kein Lauf hat sie gemeldet.</translation>
    </message>
    <message>
        <source>The weights are not known: sessions of a watched loop hold no snapshots.</source>
        <translation>Die Gewichte sind nicht bekannt: Sitzungen einer beobachteten Schleife enthalten keine Schnappschüsse.</translation>
    </message>
    <message>
        <source>The weights of a neuron of hidden 1, seen as an image, change little in 500 steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The width does not depend on b, which only moves the interval along. It is 0 at |w| = 4, **largest at |w| = 6.894, where it is 0.4477**, and falls from there on. So even the best of all weights has a factor of 1 or more for less than half of the activations between 0 and 1, provided that b puts the interval there. And all layers must be that lucky at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The width of a page of text: 150 x 90 mm, serif letters, no title above</source>
        <translation>Die Breite einer Textseite: 150 x 90 mm, Serifenschrift, ohne Titel darüber</translation>
    </message>
    <message>
        <source>The width of each block; all are equal.</source>
        <translation>Die Breite jedes Blocks; alle sind gleich.</translation>
    </message>
    <message>
        <source>The width of each hidden layer, input side first.</source>
        <translation>Die Breite jeder verdeckten Schicht, von der Eingabe her.</translation>
    </message>
    <message>
        <source>The window</source>
        <translation>Das Fenster</translation>
    </message>
    <message>
        <source>The window does not open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window shows this session: open another one first</source>
        <translation>Das Fenster zeigt diese Sitzung: Öffnen Sie zuerst eine andere</translation>
    </message>
    <message>
        <source>Their files go</source>
        <translation>Ihre Dateien gehen</translation>
    </message>
    <message>
        <source>Their width</source>
        <translation>Ihre Breite</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Then prove it: [Trials](trial.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theory has no number here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no lessons</source>
        <translation>Es gibt keine Lektionen</translation>
    </message>
    <message>
        <source>There are no lessons: this installation lacks their files.</source>
        <translation>Es gibt keine Lektionen: Dieser Installation fehlen ihre Dateien.</translation>
    </message>
    <message>
        <source>There are no logs, because this folder cannot be written: {folder}</source>
        <translation>Es gibt keine Protokolle, weil in diesen Ordner nicht geschrieben werden kann: {folder}</translation>
    </message>
    <message>
        <source>There are no skip connections, so there are no branches.</source>
        <translation>Es gibt keine Skip-Verbindungen, also auch keine Zweige.</translation>
    </message>
    <message>
        <source>There are not two sessions to compare: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no BatchNorm to fold into the weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no figure of it, only a table.</source>
        <translation>Davon gibt es keine Abbildung, nur eine Tabelle.</translation>
    </message>
    <message>
        <source>There is no hidden layer to spare.</source>
        <translation>Es gibt keine verdeckte Schicht, auf die sich verzichten ließe.</translation>
    </message>
    <message>
        <source>There is no hidden layer, so there is no BatchNorm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no hidden layer, so there is no activation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no hidden layer, so there is no place for a normalization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no hidden layer.</source>
        <translation>Es gibt keine verdeckte Schicht.</translation>
    </message>
    <message>
        <source>There is no session.</source>
        <translation>Es gibt keine Sitzung.</translation>
    </message>
    <message>
        <source>There is no snapshot before step {step} to go on from.</source>
        <translation>Vor Schritt {step} gibt es keinen Schnappschuss, von dem aus es weitergehen könnte.</translation>
    </message>
    <message>
        <source>There is no snapshot to go on from.</source>
        <translation>Es gibt keinen Schnappschuss, von dem aus es weitergehen könnte.</translation>
    </message>
    <message>
        <source>There was no closer look up to step {step:.0f}.</source>
        <translation>Bis Schritt {step:.0f} gab es keine genauere Betrachtung.</translation>
    </message>
    <message>
        <source>There, everything is looked at after each epoch; here at each check, with losses and accuracies of whole epochs, passes over the training examples. Unchanged there means equal to the last bit. Dead nodes are looked for after the last epoch alone, here when 95 % of the planned steps are done, and never where no end is planned. The weights&apos; variance and the update : weight ratio are no alarms of their own there: they choose the remedy for what else was found, so that here they are warnings. Remedies are in its order; dropout and another loss, which it names last, are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These sessions cannot be compared</source>
        <translation>Diese Sitzungen lassen sich nicht vergleichen</translation>
    </message>
    <message>
        <source>These values</source>
        <translation>Diese Werte</translation>
    </message>
    <message>
        <source>They change the network at its next step, with no restart. Flip the activation from sigmoid to ReLU: the change becomes a line in all plots over time, and the gradients follow.</source>
        <translation>Sie ändern das Netz beim nächsten Schritt, ohne Neustart. Schalten Sie die Aktivierung von Sigmoid auf ReLU: Die Änderung wird zu einer Linie in allen Plots über die Zeit, und die Gradienten folgen.</translation>
    </message>
    <message>
        <source>They share the width of a Transformer&apos;s block.</source>
        <translation>Sie teilen sich die Breite eines Transformer-Blocks.</translation>
    </message>
    <message>
        <source>This branch stopped at step {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file cannot be opened</source>
        <translation>Diese Datei lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>This file holds no snapshot, so its network is not known.</source>
        <translation>Diese Datei enthält keinen Schnappschuss, ihr Netz ist also nicht bekannt.</translation>
    </message>
    <message>
        <source>This is Nielsen&apos;s w sigma&apos;(z), split into its two parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This loop stands in a program of its own, so its state is not known here.</source>
        <translation>Diese Trainingsschleife steht in einem eigenen Programm, ihr Zustand ist hier also nicht bekannt.</translation>
    </message>
    <message>
        <source>This loop stands in a program of its own: change it there.</source>
        <translation>Diese Trainingsschleife steht in einem eigenen Programm: Ändern Sie sie dort.</translation>
    </message>
    <message>
        <source>This name is not possible</source>
        <translation>Dieser Name ist nicht möglich</translation>
    </message>
    <message>
        <source>This network cannot grow</source>
        <translation>Dieses Netz kann nicht wachsen</translation>
    </message>
    <message>
        <source>This network does not go through time step by step; recurrent networks (RNN, LSTM, GRU) do.</source>
        <translation>Dieses Netz geht nicht Zeitschritt für Zeitschritt vor; rekurrente Netze (RNN, LSTM, GRU) tun das.</translation>
    </message>
    <message>
        <source>This plot has no steps on which they could stand.</source>
        <translation>Dieser Plot hat keine Schritte, bei denen sie stehen könnten.</translation>
    </message>
    <message>
        <source>This plot is not on the screen now: as there means around the data.</source>
        <translation>Dieser Plot ist jetzt nicht auf dem Bildschirm: „wie dort“ heißt um die Daten herum.</translation>
    </message>
    <message>
        <source>This plot is of one step.</source>
        <translation>Dieser Plot ist von einem einzigen Schritt.</translation>
    </message>
    <message>
        <source>This run: {text}</source>
        <translation>Dieser Lauf: {text}</translation>
    </message>
    <message>
        <source>This session cannot be continued</source>
        <translation>Diese Sitzung lässt sich nicht fortsetzen</translation>
    </message>
    <message>
        <source>This session cannot be forked</source>
        <translation>Diese Sitzung lässt sich nicht abzweigen</translation>
    </message>
    <message>
        <source>This session has no file yet: start it first.</source>
        <translation>Diese Sitzung hat noch keine Datei: Starten Sie sie zuerst.</translation>
    </message>
    <message>
        <source>This session is in no file yet: make a step, or save it, first.</source>
        <translation>Diese Sitzung steht noch in keiner Datei: Machen Sie zuerst einen Schritt oder speichern Sie sie.</translation>
    </message>
    <message>
        <source>This session is in no file yet: save it first</source>
        <translation>Diese Sitzung steht noch in keiner Datei: Speichern Sie sie zuerst</translation>
    </message>
    <message>
        <source>This session is in no file yet: save it first.</source>
        <translation>Diese Sitzung steht noch in keiner Datei: Speichern Sie sie zuerst.</translation>
    </message>
    <message>
        <source>This trial cannot be shown</source>
        <translation>Dieser Versuch lässt sich nicht zeigen</translation>
    </message>
    <message>
        <source>This was not measured up to step {step:.0f}.</source>
        <translation>Das wurde bis Schritt {step:.0f} nicht gemessen.</translation>
    </message>
    <message>
        <source>Those that a session has nothing for are left out</source>
        <translation>Wofür eine Sitzung nichts hat, das wird weggelassen</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Three and four layers: all curves fall together in the first epochs, and then run side by side on the log axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three axes of bytes are read as images: [n, height, width].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three axes of numbers are read as sequences; images have four: [n, channels, height, width].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three files beside the figure: the data exactly as drawn, those at full resolution, and (JSON) what the figure is of.</source>
        <translation>Drei Dateien neben der Abbildung: die Daten genau wie gezeichnet, die in voller Auflösung, und (JSON) wovon die Abbildung ist.</translation>
    </message>
    <message>
        <source>Three hidden layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three layers, all 1,000 digits in a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three layers, batches of 10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Through</source>
        <translation>Durch</translation>
    </message>
    <message>
        <source>Through time</source>
        <translation>Durch die Zeit</translation>
    </message>
    <message>
        <source>Through time: RNN, LSTM, GRU over 100 time steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick at least one section</source>
        <translation>Haken Sie mindestens einen Abschnitt an</translation>
    </message>
    <message>
        <source>Tick what it shall hold; drag, or use the arrows, to order</source>
        <translation>Haken Sie an, was er enthalten soll; ziehen oder die Pfeile benutzen, um zu ordnen</translation>
    </message>
    <message>
        <source>Time heat map</source>
        <translation>Heatmap durch die Zeit</translation>
    </message>
    <message>
        <source>Time heatmap</source>
        <translation>Heatmap durch die Zeit</translation>
    </message>
    <message>
        <source>Time spent watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time step {times:.0f}: {told}</source>
        <translation>Zeitschritt {times:.0f}: {told}</translation>
    </message>
    <message>
        <source>Time steps of a sequence task.</source>
        <translation>Zeitschritte einer Folgenaufgabe.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Title of the report</source>
        <translation>Titel des Berichts</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>To cure: {because}</source>
        <translation>Zu heilen: {because}</translation>
    </message>
    <message>
        <source>To say by how much, take all bars of a layer as one arrow, of 30 numbers, and measure its length: the *speed of learning* of the layer, called delta norm here. In print the two layers have 0.07 and 0.31.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To see the size of the gap as a number, look at [Against the control](compare-ratio.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To see whether a small gap is real, fork one session and let both train on the same examples: [Trials](trial.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Told at step</source>
        <translation>Gemeldet bei Schritt</translation>
    </message>
    <message>
        <source>Total gradient norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total gradient norm after clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total norm</source>
        <translation>Gesamtnorm</translation>
    </message>
    <message>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train (Space)</source>
        <translation>Trainieren (Leertaste)</translation>
    </message>
    <message>
        <source>Train a chain of three hidden neurons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train four networks on the same 50,000 digits, with one, two, three and four hidden layers of 30 sigmoid neurons, and see how many of 10,000 digits that none of them has trained on each one reads right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train on from the newest snapshot, as if it had never stopped (Space)</source>
        <translation>Vom neuesten Schnappschuss aus weitertrainieren, als wäre nie angehalten worden (Leertaste)</translation>
    </message>
    <message>
        <source>Train over several orders of the data, which gives the difference an interval: *Orders of the data* in [Trials](trial.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training example {0} has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training examples</source>
        <translation>Trainingsbeispiele</translation>
    </message>
    <message>
        <source>Training goes on before this step, in a new file unless the session ends there. Between two snapshots it is trained again from the one before, which takes as long as it took.</source>
        <translation>Das Training geht vor diesem Schritt weiter, in einer neuen Datei, wenn die Sitzung nicht dort endet. Zwischen zwei Schnappschüssen wird ab dem davor noch einmal trainiert, was so lange dauert, wie es gedauert hat.</translation>
    </message>
    <message>
        <source>Training goes on, and what was measured waits in memory until there is room, up to 256 MB. *Save elsewhere* in the notice moves the session to another disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training has stopped</source>
        <translation>Das Training wurde beendet</translation>
    </message>
    <message>
        <source>Training is slower with the window open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training stopped at step {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training stops there; 0: it goes on until stopped.</source>
        <translation>Dort endet das Training; 0: Es läuft, bis es beendet wird.</translation>
    </message>
    <message>
        <source>Training time</source>
        <translation>Trainingszeit</translation>
    </message>
    <message>
        <source>Training time (s)</source>
        <translation>Trainingszeit (s)</translation>
    </message>
    <message>
        <source>Training time, pauses left out</source>
        <translation>Trainingszeit ohne Pausen</translation>
    </message>
    <message>
        <source>Trains the network, and holds it again; so does Space wherever no button has the focus. All is recorded from the first step on.</source>
        <translation>Trainiert das Netz und hält es wieder an; die Leertaste tut dasselbe, wo kein Knopf den Fokus hat. Alles wird vom ersten Schritt an aufgezeichnet.</translation>
    </message>
    <message>
        <source>Trains the network; Space does the same, and holds it again. All is recorded from the first step on.</source>
        <translation type="vanished">Trainiert das Netz; die Leertaste tut dasselbe und hält es wieder an. Alles wird vom ersten Schritt an aufgezeichnet.</translation>
    </message>
    <message>
        <source>Transformer encoder</source>
        <translation>Transformer-Encoder</translation>
    </message>
    <message>
        <source>Transformer {0}, {1} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Trial: </source>
        <translation>Versuch: </translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Trials of a session lie in a folder beside it, `NAME.trials`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trials: a change beside a control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Troubleshooting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try changes beside a control</source>
        <translation>Änderungen neben einer Kontrolle ausprobieren</translation>
    </message>
    <message>
        <source>Try changes from step {step}…</source>
        <translation>Änderungen ab Schritt {step} ausprobieren …</translation>
    </message>
    <message>
        <source>Try them beside a control…</source>
        <translation>Neben einer Kontrolle ausprobieren …</translation>
    </message>
    <message>
        <source>Try {join}.</source>
        <translation>Versuchen Sie {join}.</translation>
    </message>
    <message>
        <source>Turns the gradient into an update. Changing it discards its moments.</source>
        <translation>Macht aus dem Gradienten ein Update. Ein Wechsel verwirft seine Momente.</translation>
    </message>
    <message>
        <source>Two circles</source>
        <translation>Zwei Kreise</translation>
    </message>
    <message>
        <source>Two columns of a journal: 178 x 100 mm</source>
        <translation>Zwei Spalten einer Zeitschrift: 178 x 100 mm</translation>
    </message>
    <message>
        <source>Two hidden layers</source>
        <translation>Zwei verdeckte Schichten</translation>
    </message>
    <message>
        <source>Two moons</source>
        <translation>Zwei Monde</translation>
    </message>
    <message>
        <source>Two of the numbers in a sequence are marked, one in each half; what is to be told at its end is their sum. Always saying 1 has a mean squared error of 1/6.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two panels of curves against the training step, a colour for each session: loss above, accuracy below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two panels of curves against the training step, one for each branch, with the control as the line at 0: the logarithm of the first layer&apos;s gradient norm over the control&apos;s above, the loss less the control&apos;s below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two panels of curves against the training step: loss above, accuracy below, training and held-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two plots hold every session against a *control*: the untouched fork of a trial, else the first session. They are tabs behind norms and loss: [Against the control](compare-ratio.md), [Loss against the control](compare-loss_difference.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two spirals</source>
        <translation>Zwei Spiralen</translation>
    </message>
    <message>
        <source>Two to eight sessions in the same plots: a colour for each session, a dash for each layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undoes “{label}”. {UNDO}</source>
        <translation>Nimmt „{label}“ zurück. {UNDO}</translation>
    </message>
    <message>
        <source>Undone. What came after step {step} is kept in the old file, {name}</source>
        <translation>Zurückgenommen. Was nach Schritt {step} kam, bleibt in der alten Datei, {name}</translation>
    </message>
    <message>
        <source>Undone: it had not taken effect yet</source>
        <translation>Zurückgenommen: Es hatte noch nicht gewirkt</translation>
    </message>
    <message>
        <source>Units are dead: LeakyReLU or ELU, a smaller rate, draw the weights anew.</source>
        <translation>Neuronen sind tot: LeakyReLU oder ELU, eine kleinere Rate, Gewichte neu ziehen.</translation>
    </message>
    <message>
        <source>Units put out 0 whatever they read: no gradient reaches their weights.</source>
        <translation>Neuronen geben 0 aus, was immer sie lesen: Kein Gradient erreicht ihre Gewichte.</translation>
    </message>
    <message>
        <source>Units stand where the activation is flat, so hardly any gradient passes.</source>
        <translation>Neuronen stehen, wo die Aktivierung flach ist, sodass kaum Gradient durchkommt.</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Up and down choose a command, Enter carries it out, Escape closes the list.</source>
        <translation>Auf und Ab wählen einen Befehl, Eingabe führt ihn aus, Esc schließt die Liste.</translation>
    </message>
    <message>
        <source>Up to {0} examples, each {1}</source>
        <translation>Bis zu {0} Beispiele, jedes {1}</translation>
    </message>
    <message>
        <source>Update : weight ratio</source>
        <translation>Update : Gewicht</translation>
    </message>
    <message>
        <source>Update : weight ratio in {0}</source>
        <translation>Update : Gewicht in {0}</translation>
    </message>
    <message>
        <source>UpdateRatioDetector: high_threshold = 0.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UpdateRatioDetector: low_threshold = 1e-5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updates are too small to matter or too large to be safe.</source>
        <translation>Updates sind zu klein, um zu zählen, oder zu groß, um sicher zu sein.</translation>
    </message>
    <message>
        <source>Updates made so far</source>
        <translation>Bisherige Updates</translation>
    </message>
    <message>
        <source>Updates that leap over the valley become smaller.</source>
        <translation>Updates, die über das Tal springen, werden kleiner.</translation>
    </message>
    <message>
        <source>Updates too small to matter become larger.</source>
        <translation>Updates, die zu klein sind, um zu zählen, werden größer.</translation>
    </message>
    <message>
        <source>Upwards</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Values from {0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values, {lower}</source>
        <translation>Werte, {lower}</translation>
    </message>
    <message>
        <source>Vanishing and exploding are two sides of one thing: **the gradient of an early layer is a product of all that stands behind it.** It is stable only where the factors balance by luck or by design.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vanishing gradient</source>
        <translation>Verschwindender Gradient</translation>
    </message>
    <message>
        <source>Vanishing gradient in {0}</source>
        <translation>Verschwindender Gradient in {0}</translation>
    </message>
    <message>
        <source>Vanishing gradient, exploding gradient, NaN or Inf, dead units, saturation, poor initialization, update : weight ratio, flat loss, oscillating loss, diverging loss, one-sided gradient, spiked gradient, gradient wiped by clipping, BatchNorm of a single example, inputs not normalized, labels out of range, still as drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VanishingGradient: threshold 0.0000001</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Vertical axis</source>
        <translation>Senkrechte Achse</translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wardat, Cruz, Le &amp; Rajan, DeepDiagnosis, ICSE 2022 (arXiv 2112.04036), and its program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Was it the change? Train it beside an untouched twin: [Trials](trial.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch the sample session</source>
        <translation>Die Beispielsitzung ansehen</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>Beobachtung</translation>
    </message>
    <message>
        <source>Watching budget</source>
        <translation>Budget der Beobachtung</translation>
    </message>
    <message>
        <source>Watching changes nothing that the training computes. It takes 5 % of its time; `watch_share=` changes that, and `watch_everything=True` measures all at each step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watching your own loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web page (HTML)</source>
        <translation>Webseite (HTML)</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Gewichtszerfall</translation>
    </message>
    <message>
        <source>Weight decay times the number of examples.</source>
        <translation>Gewichtszerfall mal Zahl der Beispiele.</translation>
    </message>
    <message>
        <source>Weight factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight gradient norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight gradient norm after clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight gradient norm of each layer over steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight gradient of hidden 1 / of hidden 8: {0}. Of hidden 1 / of hidden 3: {1}. Loss: {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight gradient per parameter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight scale</source>
        <translation>Maßstab der Gewichte</translation>
    </message>
    <message>
        <source>Weight w1</source>
        <translation>Gewicht w1</translation>
    </message>
    <message>
        <source>WeightNormDetector: imbalance_factor = 100</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WeightUpdateRatio: large_threshold 10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WeightUpdateRatio: small_threshold 0.00000001</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are drawn with this standard deviation, divided by √width.</source>
        <translation>Gewichte werden mit dieser Standardabweichung gezogen, geteilt durch √Breite.</translation>
    </message>
    <message>
        <source>Weights of variance 2/(fan_in + fan_out) keep signal and gradient at about their size (Glorot &amp; Bengio 2010).</source>
        <translation>Gewichte der Varianz 2/(fan_in + fan_out) halten Signal und Gradient etwa auf ihrer Größe (Glorot &amp; Bengio 2010).</translation>
    </message>
    <message>
        <source>Weights of variance 2/fan_in make up for the half that a ReLU cuts off (He et al. 2015).</source>
        <translation>Gewichte der Varianz 2/fan_in gleichen die Hälfte aus, die eine ReLU abschneidet (He et al. 2015).</translation>
    </message>
    <message>
        <source>Weights that grow without end point to a learning rate that is too large, or to missing weight decay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome to Gradiometer</source>
        <translation>Willkommen bei Gradiometer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What a GRU&apos;s gates read is not normalized here.</source>
        <translation>Was die Tore einer GRU lesen, wird hier nicht normalisiert.</translation>
    </message>
    <message>
        <source>What a GRU&apos;s level puts out is never just what it reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a block adds to its input is multiplied with this first. 1/sqrt(number of branches) keeps the sum from growing with depth.</source>
        <translation>Was ein Block zu seiner Eingabe addiert, wird zuerst damit multipliziert. 1/sqrt(Zahl der Zweige) hindert die Summe daran, mit der Tiefe zu wachsen.</translation>
    </message>
    <message>
        <source>What a block passes by itself is multiplied with this first. 0 is as if there were no skip connections, so that they can be added without a jump and turned up.</source>
        <translation>Was an einem Block vorbeigeht, wird zuerst damit multipliziert. 0 ist, als gäbe es keine Skip-Verbindungen; so lassen sie sich ohne Sprung hinzufügen und aufdrehen.</translation>
    </message>
    <message>
        <source>What a block puts out is never just what it reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a new layer would have to be is not known of the family {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What an LSTM&apos;s gates read is not normalized here.</source>
        <translation>Was die Tore eines LSTM lesen, wird hier nicht normalisiert.</translation>
    </message>
    <message>
        <source>What an LSTM&apos;s level puts out is never just what it reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a₄ should be.</source>
        <translation>Was a₄ sein sollte.</translation>
    </message>
    <message>
        <source>What branch {number} tries</source>
        <translation>Was Zweig {number} ausprobiert</translation>
    </message>
    <message>
        <source>What can be done</source>
        <translation>Was sich tun lässt</translation>
    </message>
    <message>
        <source>What can change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What can go by degrees: {join}</source>
        <translation>Was allmählich gehen kann: {join}</translation>
    </message>
    <message>
        <source>What changes did to forks, against an untouched control</source>
        <translation>Was Änderungen mit Abzweigungen machten, gegen eine unberührte Kontrolle</translation>
    </message>
    <message>
        <source>What clipping by total norm compares with its threshold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What copies of a unit would read is not known of the family {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What counts is what holds learning up, not how small a number is: updates are compared with the weights that they move, gradients with those that theory expects of the network at hand, saturation is read off the slope, and a loss is flat where it is no better than that of a guess. Findings that are severe end a run&apos;s hopes where nothing is done; the others are worth knowing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you want to do? Type words or letters of it</source>
        <translation>Was möchten Sie tun? Tippen Sie Wörter oder Buchstaben davon</translation>
    </message>
    <message>
        <source>What each layer does to the signal on its way back, and which of its two factors does it: the slope of the activation, or the weights behind it. It is a tab behind the profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened by itself while it trained</source>
        <translation>Was während des Trainings von selbst geschah</translation>
    </message>
    <message>
        <source>What histogram and heat map count</source>
        <translation>Was Histogramm und Heatmap zählen</translation>
    </message>
    <message>
        <source>What is counted layer by layer, in powers of two: gradients at steps of their own, the others at closer looks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is expected of each layer appears here.</source>
        <translation>Was von jeder Schicht zu erwarten ist, erscheint hier.</translation>
    </message>
    <message>
        <source>What is measured of recurrent layers at each time step, at one closer look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is measured, by which formula, and how to read it. *Show* in the tool bar chooses what profile and norms show; *How to read it*, a tab behind the list of changes, puts the newest numbers into the formula. The names in `code` are those of `gradiometer export --data` and of `Session.quantity` in Python.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is to be expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is to be written: of an Elman network, its only pre-activation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is wrong is said here, with its numbers and remedies. These can be tried on copies of the network, beside a control that nobody touches.</source>
        <translation>Was nicht stimmt, steht hier, mit Zahlen und Abhilfen. Diese lassen sich an Kopien des Netzes ausprobieren, neben einer Kontrolle, die niemand anrührt.</translation>
    </message>
    <message>
        <source>What is wrong with a training is told here: in which layers, since when, how sure, and what can be done.</source>
        <translation>Was an einem Training nicht stimmt, steht hier: in welchen Schichten, seit wann, wie sicher, und was sich tun lässt.</translation>
    </message>
    <message>
        <source>What is wrong with the run, by rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was es tut</translation>
    </message>
    <message>
        <source>What it does, or its keys</source>
        <translation>Was es tut, oder seine Tasten</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What moves z away from 0</source>
        <translation>Was z von 0 wegbewegt</translation>
    </message>
    <message>
        <source>What one layer does to the signal on its way back. 1 keeps it; 0.25 makes it a millionth after ten layers. Gate times weight factor is about the gain: the smaller of the two kills the signal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What passes by the branches is then not normalized at every block, and the gradient comes back whole (Xiong et al. 2020).</source>
        <translation>Was an den Zweigen vorbeigeht, wird dann nicht bei jedem Block normalisiert, und der Gradient kommt ganz zurück (Xiong et al. 2020).</translation>
    </message>
    <message>
        <source>What passes by the new layer would be multiplied with the skip weight {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What profile and histogram show; a click into norms or loss moves it too</source>
        <translation>Was Profil und Histogramm zeigen; ein Klick in Normen oder Verlust verschiebt es auch</translation>
    </message>
    <message>
        <source>What profile and norms show</source>
        <translation>Was Profil und Normen zeigen</translation>
    </message>
    <message>
        <source>What profile, norms and ratios show</source>
        <translation>Was Profil, Normen und Verhältnisse zeigen</translation>
    </message>
    <message>
        <source>What reaches a block from behind. Skip connections keep it up, however many blocks there are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What stands beside each other</source>
        <translation>Was nebeneinander steht</translation>
    </message>
    <message>
        <source>What stands beside each other.</source>
        <translation>Was nebeneinander steht.</translation>
    </message>
    <message>
        <source>What stands beside what</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the first neuron gets.</source>
        <translation>Was das erste Neuron bekommt.</translation>
    </message>
    <message>
        <source>What the histogram counts</source>
        <translation>Was das Histogramm zählt</translation>
    </message>
    <message>
        <source>What the session is called</source>
        <translation>Wie die Sitzung heißt</translation>
    </message>
    <message>
        <source>What the session is called.</source>
        <translation>Wie die Sitzung heißt.</translation>
    </message>
    <message>
        <source>What the session is doing</source>
        <translation>Was die Sitzung gerade tut</translation>
    </message>
    <message>
        <source>What the trial has shown</source>
        <translation>Was der Versuch gezeigt hat</translation>
    </message>
    <message>
        <source>What the trial has shown stays in its session.</source>
        <translation>Was der Versuch gezeigt hat, bleibt in seiner Sitzung.</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to look for</source>
        <translation>Worauf zu achten ist</translation>
    </message>
    <message>
        <source>What was changed there; empty where the session merely went on</source>
        <translation>Was dort geändert wurde; leer, wo die Sitzung nur weiterging</translation>
    </message>
    <message>
        <source>What was done to it</source>
        <translation>Was mit ihm gemacht wurde</translation>
    </message>
    <message>
        <source>What was measured weighs less the longer ago it is</source>
        <translation>Was gemessen wurde, wiegt weniger, je länger es her ist</translation>
    </message>
    <message>
        <source>What was set, what was changed and what came out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What watching took, since the last closer look, and how far apart norms are measured</source>
        <translation>Was das Beobachten seit der letzten genaueren Betrachtung gekostet hat, und wie weit die Messungen der Normen auseinanderliegen</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>When the session was made</source>
        <translation>Wann die Sitzung erstellt wurde</translation>
    </message>
    <message>
        <source>Where a Transformer&apos;s normalizations stand: in front of each branch (pre-LN), or behind each sum (post-LN, as first published).</source>
        <translation>Wo die Normalisierungen eines Transformers stehen: vor jedem Zweig (Pre-LN) oder hinter jeder Summe (Post-LN, wie zuerst veröffentlicht).</translation>
    </message>
    <message>
        <source>Where dashes repeat</source>
        <translation>Wo Striche sich wiederholen</translation>
    </message>
    <message>
        <source>Where it falls: ReLU with He&apos;s initialization, a normalization, skip connections, or fewer layers. Where it rises: another initialization, a normalization, or clipping by the total norm. Each is one switch in *Network and training*; see [Changing a running network](changing.md). [Findings](findings.md) name the layers and rank the remedies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it fits</source>
        <translation>Wo sie passt</translation>
    </message>
    <message>
        <source>Where it lies below the bias gradient norm, clipping has shortened this layer&apos;s step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it lies below the weight gradient norm, clipping has shortened this layer&apos;s step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it stands.</source>
        <translation>Wo sie steht.</translation>
    </message>
    <message>
        <source>Where new sessions record themselves.</source>
        <translation>Wo neue Sitzungen sich aufzeichnen.</translation>
    </message>
    <message>
        <source>Where only the output layer learns, cure the gradient of the layers before it. Where the border is right but ragged, train on fewer steps, or with weight decay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the file would grow faster, less is measured, and an event says so.</source>
        <translation>Wo die Datei schneller wachsen würde, wird weniger gemessen, und ein Ereignis sagt es.</translation>
    </message>
    <message>
        <source>Where the network sees which class, and how sure it is. Pale: it cannot tell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the network trains.</source>
        <translation>Wo das Netz trainiert.</translation>
    </message>
    <message>
        <source>Where there is no theory (LayerNorm, convolutions, recurrence, Transformers) it says so, and the measured batch stands alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where to go from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where two sessions part at one step, look for a change there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where z₁ stands instead of 0, once the button is pressed.</source>
        <translation>Wo z₁ statt bei 0 steht, sobald der Knopf gedrückt ist.</translation>
    </message>
    <message>
        <source>Whether what was found is gone</source>
        <translation>Ob verschwunden ist, was gefunden wurde</translation>
    </message>
    <message>
        <source>Which change helps?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which class a network with two inputs sees at each point of the plane. It is a tab behind loss and accuracy, and has something to show for networks of two inputs alone: the moons, the spirals, the circles, and data of your own with two columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which session and what is shown, above the axes.</source>
        <translation>Welche Sitzung und was gezeigt wird, über den Achsen.</translation>
    </message>
    <message>
        <source>Which steps pass by.</source>
        <translation>Welche Schritte vorbeiziehen.</translation>
    </message>
    <message>
        <source>Which steps the horizontal axis shows.</source>
        <translation>Welche Schritte die waagrechte Achse zeigt.</translation>
    </message>
    <message>
        <source>Which weights read an activation is not known of the family {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While it trains all bars shrink, those of hidden 2 most: after a hundred steps the two layers are nearly alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While the early layers starve, the loss stays flat. The dots are the held-out examples, never trained on. Accuracy is the share of right answers; in the adding problem of answers that are off by less than {NEAR}. {SEEKING}</source>
        <translation>Solange die ersten Schichten verhungern, bleibt der Verlust flach. Die Punkte sind die zurückgehaltenen Beispiele, mit denen nie trainiert wird. Die Genauigkeit ist der Anteil richtiger Antworten; in der Additionsaufgabe der Antworten, die um weniger als {NEAR} daneben liegen. {SEEKING}</translation>
    </message>
    <message>
        <source>While training</source>
        <translation>Beim Training</translation>
    </message>
    <message>
        <source>Who would have said what, and when</source>
        <translation>Wer was wann gesagt hätte</translation>
    </message>
    <message>
        <source>Who would have told what, {upto}.</source>
        <translation>Wer was gemeldet hätte, {upto}.</translation>
    </message>
    <message>
        <source>Why a factor of 1 is so rare</source>
        <translation>Warum ein Faktor 1 so selten ist</translation>
    </message>
    <message>
        <source>Why a factor of 1 is so rare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why does the gradient vanish? Take the smallest deep network there is: one neuron a layer, three hidden ones and an output, aⱼ = σ(zⱼ) with zⱼ = wⱼ aⱼ₋₁ + bⱼ. Move b₁ a little and follow the change through to the cost: each neuron that it passes multiplies it by σ′(zⱼ), each connection by wⱼ. So the gradient of the first bias is nothing but a product:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why |w σ′(wa + b)| ≥ 1 is so rare</source>
        <translation>Warum |w σ′(wa + b)| ≥ 1 so selten ist</translation>
    </message>
    <message>
        <source>Widest interval</source>
        <translation>Breitestes Intervall</translation>
    </message>
    <message>
        <source>Widest of all: {shown}, at |w| = {shown_2} (the open point).</source>
        <translation>Am breitesten überhaupt: {shown}, bei |w| = {shown_2} (der offene Punkt).</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Width of a curve, in points.</source>
        <translation>Breite einer Kurve, in Punkt.</translation>
    </message>
    <message>
        <source>Width of the interval against |w|</source>
        <translation>Breite des Intervalls gegen |w|</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>With **Change over** above 1, what can go by degrees does so over as many steps: a number by all numbers between, an activation by a blend of both, skip connections by their weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a forget bias of 4.6 = ln 100 the line is nearly level at step 0. The cell&apos;s gradient (choose Cell in the plot) shows it more clearly than the state&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a normalization on, halving the weights in front of it changes nothing behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With skip connections on, halving the weights that read a layer would halve what passes by it, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With skip connections, the sum of so many branches then keeps the size of one, however many there are.</source>
        <translation>Mit Skip-Verbindungen behält die Summe so vieler Zweige dann die Größe eines einzigen, wie viele es auch sind.</translation>
    </message>
    <message>
        <source>With three and four hidden layers the curves fall *together*. On the logarithmic axis they run side by side: the first layer does not catch up. With two, the second layer falls until it meets the first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With two hidden layers the speeds rise again after epoch 50: the network has found something to learn. With three and four they stay where they are, or sink further, and the loss stays. The first of four hidden layers learns about a hundred times more slowly than the last, for all of the 500 epochs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a constant: at x = ½ the slope over the value is w₁ (1 − σ(z)), and that of x is 2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worked out, with no run</source>
        <translation>Ausgerechnet, ohne Lauf</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Write down what this session is about</source>
        <translation>Aufschreiben, worum es in dieser Sitzung geht</translation>
    </message>
    <message>
        <source>Writing TensorBoard event files</source>
        <translation>TensorBoard-Dateien werden geschrieben</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>{name} wird geschrieben</translation>
    </message>
    <message>
        <source>Writing {name} …</source>
        <translation type="vanished">{name} wird geschrieben …</translation>
    </message>
    <message>
        <source>Written: {target}</source>
        <translation>Geschrieben: {target}</translation>
    </message>
    <message>
        <source>Xavier</source>
        <translation>Xavier</translation>
    </message>
    <message>
        <source>Xavier&apos;s initialization</source>
        <translation>Xaviers Initialisierung</translation>
    </message>
    <message>
        <source>Xavier&apos;s weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Xiong et al. 2020 (arXiv 2002.04745), section 3, for the blocks of a Transformer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own file</source>
        <translation>Eigene Datei</translation>
    </message>
    <message>
        <source>Zhang, Zhai, Ma &amp; Shen, AUTOTRAINER, ICSE 2021, and the default parameters of its program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Against the control](compare-ratio.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Against the control](compare-ratio.md): each branch&apos;s gradient norm in decades above the control&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Changing a running network](changing.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Comparing sessions](comparing.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Decision surface](plot-surface.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Figures and reports](figures.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Findings and rule sets](findings.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Five minutes with Gradiometer](start.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Gate and weights](plot-factors.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Heat map](plot-heatmap.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Histogram](plot-histogram.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Histograms of several sessions](compare-histogram.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Lessons](lessons.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Loss against the control](compare-loss_difference.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Loss against the control](compare-loss_difference.md): its loss less the control&apos;s, on the same examples.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Loss and accuracy](plot-loss.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Losses of several sessions](compare-loss.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Map of first/last ratio](map.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Neurons](plot-neurons.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Norms of several sessions](compare-norms.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Norms](plot-norms.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Pre-flight: before the first step](preflight.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Profile](plot-profile.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Profiles beside each other](compare-profile.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Sessions and files](sessions.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[The command line](command-line.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[The menus](menus.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[The quantities](quantities.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[The window](window.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Through time](plot-through_time.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Time heat map](plot-time_heatmap.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Trials: a change beside a control](trial.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Troubleshooting](troubleshooting.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[Watching your own loop](watching.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`--follow` shows the session while the loop still runs, perhaps on another machine with a shared disk. A watched session holds no snapshots: it cannot be continued, changed or forked here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`--set` says what the session begins with, `--at STEP` what changes before a step. Ctrl+C ends a run after the current step and keeps the session. A spec of your own is a TOML file with the same names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`accuracy` = `share of the batch&apos;s answers whose largest output is the label&apos;s; of numbers, that are off by less than 0.04, or behind a sigmoid on the right side of 1/2`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`activation_mean` = `mean of phi(z_l) over units and examples`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`activation_std` = `sqrt(mean of (phi(z_l) - mean)^2) over units and examples`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`bias_gradient_norm_after_clip` = `|dC/db_l| as the optimizer sees it`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`bias_gradient_norm` = `|dC/db_l| over the layer&apos;s linear bias, before clipping`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`candidate_delta` = `|dC/dz_t|, z_t what the candidate reads at time step t, before its own function`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`cell_gradient` = `|dC/dc_t|`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`clip_cosine` = `g . g&apos; / (|g| |g&apos;|) over all parameters, g&apos; after clipping; 1 where nothing was clipped`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`clipped_share` = `of the last 100 steps, this one included, the share at which clipping changed the gradient`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`dead_units` = `share of units that put out exactly 0 for every example of the last five batches looked at`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`delta_norm` = `|dC/dbeta_l| for a bias beta_l added at the activation&apos;s input`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`delta_per_sample_rms` = `sqrt(mean over examples i of |dC_i/dz_l|^2)`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`doctor` returns 1 where something is severely wrong, so it can guard a training set-up in a script.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`elapsed` in s = `wall time while training, pauses left out`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`forget_delta` = `|dC/df_t|, f_t what the forget gate reads at time step t, before its own function`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`gain` = `delta per example of layer l / that of layer l + 1`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`gate` = `rms(phi&apos;(z_l)) over units and examples`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`gradient_norm_after_clip` = `sqrt(sum of squares over all parameters), as the optimizer sees it`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`gradient_norm` = `sqrt(sum of squares over all parameters), before clipping`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`gradiometer a.gradiometer b.gradiometer` opens the comparison alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`gradiometer` says in a sentence why. Most often PySide6 is missing (`pip install &quot;gradiometer[desktop]&quot;`), there is no display, or Qt lacks a system library, which the sentence names. The verbs of [the command line](command-line.md) need none of these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`held_out_accuracy` = `share of the held-out examples`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`held_out_loss` = `mean over the held-out examples`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`hidden_gradient` = `|dC/dh_t|`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`input_delta` = `|dC/di_t|, i_t what the input gate reads at time step t, before its own function`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`loss` = `mean over the batch`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`output_delta` = `|dC/do_t|, o_t what the output gate reads at time step t, before its own function`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`output_gradient_norm` = `|dC/dx_l| for what the layer hands on, x_l, a skip connection added`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`reset_delta` = `|dC/dr_t|, r_t what the reset gate reads at time step t, before its own function`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`saturation` = `share of units and examples with |phi&apos;(z)| below 5 % of its largest value`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`scaler=` takes a `torch.amp.GradScaler`, and its scale is divided out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`surface` = `on a grid of 32 x 32 points: the index of the class with the largest output, plus 0.999 times its softmax probability`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`unit_gradient` = `dC/dbeta_j for a bias beta_j added at the input of unit j: the mean over the batch`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`update_delta` = `|dC/du_t|, u_t what the update gate reads at time step t, before its own function`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`update_to_weight` = `|dW_l|_F / |W_l|_F of one update of the optimizer`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`verify` reads everything and names what is wrong. A session that another program is writing can be followed, not changed. Beside a file that was written when the program was killed may lie a `-journal` file: copy both together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`watch.step(loss)` stands between the backward pass and the update, once an update. Gradients that are accumulated over several passes count as one batch. Clipping stands behind it, so that norms before and after are both known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`watch_share` = `time spent watching / time of a step, since the last look`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`watch_time` in s = `mean over the steps since the last look, of what measuring took`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`weight_factor` = `|W_{l+1}|_F / sqrt(N_{l+1}): the rms length of the rows of the layer behind`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`weight_gradient_norm_after_clip` = `|dC/dW_l| as the optimizer sees it`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`weight_gradient_norm` = `|dC/dW_l|: sqrt(sum of squares) over the layer&apos;s weights, before clipping`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`weight_gradient_rms` = `|dC/dW_l| / sqrt(number of weights): the rms of one weight&apos;s gradient, before clipping`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>`weight_norm` = `|W_l|_F: sqrt(sum of squares) over the layer&apos;s weights, before the update`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a GIF of {0} frames of {1} x {2} pixels takes {3} GB of memory: choose fewer frames, a smaller size, or .mp4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PGF drawing needs LaTeX to measure its texts: install one of {0}, or choose PDF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Transformer has one or more blocks of one width, say 64, 64</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a branch of a trial cannot be {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a chain of {0} weights and {1} biases: give as many of both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a class has no training example, so it will never be told</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a class is one of 0 to K - 1, and there are several</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a convolutional network has at least one convolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a factor {0}</source>
        <translation>einem Faktor {0}</translation>
    </message>
    <message>
        <source>a finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a from {shown} to {shown_2}; of it {shown_3} in 0…1, where activations lie</source>
        <translation>a von {shown} bis {shown_2}; davon {shown_3} in 0…1, wo Aktivierungen liegen</translation>
    </message>
    <message>
        <source>a graphics card adds up in no fixed order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a layer whose weights all move alike learns nothing but an offset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a loss</source>
        <translation>einen Verlust</translation>
    </message>
    <message>
        <source>a map of {0} over {1} has one axis twice: choose two of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a network needs a depth and a width of at least 1, and a seed of at least 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number above {0}, at most {1}</source>
        <translation>eine Zahl über {0}, höchstens {1}</translation>
    </message>
    <message>
        <source>a number from {0}, at most {1}</source>
        <translation>eine Zahl ab {0}, höchstens {1}</translation>
    </message>
    <message>
        <source>a number is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number of it is out of range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number that is neither NaN nor infinite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a pause</source>
        <translation>eine Pause</translation>
    </message>
    <message>
        <source>a recurrent network has at least one level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a report has one section at least: choose of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a report needs a session file at least: give one or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a second</source>
        <translation>je Sekunde</translation>
    </message>
    <message>
        <source>a sequence of {0} with {1} each</source>
        <translation>eine Folge von {0} mit je {1}</translation>
    </message>
    <message>
        <source>a snapshot</source>
        <translation>ein Schnappschuss</translation>
    </message>
    <message>
        <source>a snapshot takes {0} MB, and all together may take {1}: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a standard deviation as large as the mean is no noise of batches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a step has {0} of {1} examples</source>
        <translation>ein Schritt hat {0} von {1} Beispielen</translation>
    </message>
    <message>
        <source>a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text of your own</source>
        <translation>ein eigener Text</translation>
    </message>
    <message>
        <source>a trial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a unit that puts out 0 for every example gets no gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a vector of {0}</source>
        <translation>ein Vektor aus {0}</translation>
    </message>
    <message>
        <source>a whole number from {0} to {1}</source>
        <translation>eine ganze Zahl von {0} bis {1}</translation>
    </message>
    <message>
        <source>a {0} chunk of level {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a {0} histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about 0.006</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about 10⁻¹⁹</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about 10⁻⁸</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about level</source>
        <translation>ungefähr flach</translation>
    </message>
    <message>
        <source>above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>accuracy {value:.1%}</source>
        <translation>Genauigkeit {value:.1%}</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>Aktivierung</translation>
    </message>
    <message>
        <source>activation = {0} is not known: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>adam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after clipping</source>
        <translation>nach dem Kappen</translation>
    </message>
    <message>
        <source>after sums (post-LN)</source>
        <translation>nach den Summen (Post-LN)</translation>
    </message>
    <message>
        <source>agrees within {0}</source>
        <translation>stimmt überein innerhalb von {0}</translation>
    </message>
    <message>
        <source>all are 0</source>
        <translation>alle sind 0</translation>
    </message>
    <message>
        <source>all bars are {format_value}</source>
        <translation>alle Balken sind {format_value}</translation>
    </message>
    <message>
        <source>all layers</source>
        <translation>alle Schichten</translation>
    </message>
    <message>
        <source>all layers can learn</source>
        <translation>alle Schichten können lernen</translation>
    </message>
    <message>
        <source>all z alike</source>
        <translation>alle z gleich</translation>
    </message>
    <message>
        <source>an MP4 film needs ffmpeg: install gradiometer[video], or choose a name that ends in .gif</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an image of {0} x {1} pixels in {2}</source>
        <translation>ein Bild aus {0} x {1} Pixeln in {2}</translation>
    </message>
    <message>
        <source>an independent computation, median of 5 seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an intervention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an intervention at step {0} cannot be read ({1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an update as large as the weights leaves nothing of what was drawn or learned</source>
        <translation>ein Update, so groß wie die Gewichte, lässt nichts von dem übrig, was gezogen oder gelernt wurde</translation>
    </message>
    <message>
        <source>an update is {0} times as large as the weights that it moves</source>
        <translation>ein Update ist {0}-mal so groß wie die Gewichte, die es bewegt</translation>
    </message>
    <message>
        <source>an update larger than the weights leaves nothing of what was drawn or learned</source>
        <translation>ein Update, größer als die Gewichte, lässt nichts von dem übrig, was gezogen oder gelernt wurde</translation>
    </message>
    <message>
        <source>an update moves the weights by {0} of themselves</source>
        <translation>ein Update bewegt die Gewichte um {0} ihrer selbst</translation>
    </message>
    <message>
        <source>an update moves the weights by {0} of themselves, less than a hundredth of what the fastest layer&apos;s do, and the loss does not fall</source>
        <translation>ein Update bewegt die Gewichte um {0} ihrer selbst, weniger als ein Hundertstel dessen der schnellsten Schicht, und der Verlust fällt nicht</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>und {0} weitere</translation>
    </message>
    <message>
        <source>and {num_more} {what}…</source>
        <translation>und {num_more} {what} …</translation>
    </message>
    <message>
        <source>another program is reading it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as at the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as drawn, the gradients of the hidden layers differ by a factor of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as if it had never stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as it stands now; the session waits meanwhile</source>
        <translation>wie sie jetzt steht; die Sitzung wartet solange</translation>
    </message>
    <message>
        <source>asks for a layer, and {0} is of the whole network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks for a time step, and {0} has none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most {0} whole numbers from {1} to {2}</source>
        <translation>höchstens {0} ganze Zahlen von {1} bis {2}</translation>
    </message>
    <message>
        <source>at step {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at step {0} it names layer {1} of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the end</source>
        <translation>am Ende</translation>
    </message>
    <message>
        <source>at the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the start and at the end, and what was fixed</source>
        <translation>am Anfang und am Ende, und was feststand</translation>
    </message>
    <message>
        <source>at {0} of the last 20 measured steps its norm was below 1e-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at {where}</source>
        <translation>bei {where}</translation>
    </message>
    <message>
        <source>b: it moves the interval along, and leaves its width.</source>
        <translation>b: verschiebt das Intervall und lässt seine Breite.</translation>
    </message>
    <message>
        <source>batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batch_size = {0} is not allowed: there are {1} training examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batches of one behind a BatchNorm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batches of {batch_size}</source>
        <translation>Batches von {batch_size}</translation>
    </message>
    <message>
        <source>because: {because}</source>
        <translation>weil: {because}</translation>
    </message>
    <message>
        <source>before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>before a change</source>
        <translation>vor einer Änderung</translation>
    </message>
    <message>
        <source>before branches (pre-LN)</source>
        <translation>vor den Zweigen (Pre-LN)</translation>
    </message>
    <message>
        <source>before it</source>
        <translation>davor</translation>
    </message>
    <message>
        <source>begin to halve the image, whose channels it keeps now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>begun as a copy of the network of {0} before step {1}, {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>behind = {0} is not allowed: there is no hidden layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>behind = {0} is not allowed: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>best accuracy of an epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>beyond any limit</source>
        <translation>jenseits jeder Grenze</translation>
    </message>
    <message>
        <source>beyond the limit by no number, because one of the two is 0, NaN or Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bias gradient norm</source>
        <translation>Norm des Bias-Gradienten</translation>
    </message>
    <message>
        <source>bias gradient norm after clipping</source>
        <translation>Norm des Bias-Gradienten nach dem Kappen</translation>
    </message>
    <message>
        <source>biases behind a batch normalization: structurally zero, only rounding is left</source>
        <translation>Bias-Werte hinter einer Batch-Normalisierung: strukturell null, es bleibt nur Rundung</translation>
    </message>
    <message>
        <source>block {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>both above and below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bounded activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>branches are multiplied with {0}</source>
        <translation>Zweige werden mit {0} multipliziert</translation>
    </message>
    <message>
        <source>branches that do not stand at the same step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>branches x {0}</source>
        <translation>Zweige x {0}</translation>
    </message>
    <message>
        <source>brought {0} down to 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>but not to the last bit, because {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by the clock</source>
        <translation>nach der Uhr</translation>
    </message>
    <message>
        <source>by what it was recorded</source>
        <translation>womit aufgezeichnet wurde</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>cannot be read just now</source>
        <translation>gerade nicht lesbar</translation>
    </message>
    <message>
        <source>change is not allowed: write each change as a table [[change]]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change of the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change of the smoothed loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change[{0}].layers = {1} is not allowed: a list of whole numbers from 1 to {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change[{0}].over = {1} is not allowed: a surgery is made at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change[{0}].set is not allowed: after {1} other settings are in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change[{0}].set: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change[{0}].step = {1} is not allowed: changes stand in the order of their steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change[{0}]: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed the loss by no more than a fork with no change does ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed the loss by no more than chance ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed {0} by no more than a fork with no change does ({1} decades)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed {0} by no more than chance ({1} decades{2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>channel {value}, </source>
        <translation>Kanal {value}, </translation>
    </message>
    <message>
        <source>checksum INTEGER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose one of </source>
        <translation>eines von </translation>
    </message>
    <message>
        <source>choose one of {0}</source>
        <translation>eines von {0}</translation>
    </message>
    <message>
        <source>class has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>class {0}</source>
        <translation>Klasse {0}</translation>
    </message>
    <message>
        <source>classes have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>classes without training examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clip {0}</source>
        <translation>Kappen {0}</translation>
    </message>
    <message>
        <source>clipped away{0} at step {1}</source>
        <translation>weggekappt{0} bei Schritt {1}</translation>
    </message>
    <message>
        <source>clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clipping leaves {0} of the gradient, and no layer moves</source>
        <translation>das Kappen lässt {0} des Gradienten übrig, und keine Schicht bewegt sich</translation>
    </message>
    <message>
        <source>clipping wiped the gradient at step {0}: its norm was {1}, and is {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>complete epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>continued from {0} {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>conv {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cosine of the gradient before and after clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>count in {0} histograms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dC/db &amp;gt; 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dC/dbeta_j for a bias beta_j added at the input of unit j: the mean over the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dead units</source>
        <translation>tote Neuronen</translation>
    </message>
    <message>
        <source>decade</source>
        <translation>Dekade</translation>
    </message>
    <message>
        <source>decades</source>
        <translation>Dekaden</translation>
    </message>
    <message>
        <source>decades off the prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decay {0}</source>
        <translation>Zerfall {0}</translation>
    </message>
    <message>
        <source>decision surface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delta norm (speed of learning)</source>
        <translation>Norm von Delta (Lerngeschwindigkeit)</translation>
    </message>
    <message>
        <source>delta of each neuron</source>
        <translation>Delta jedes Neurons</translation>
    </message>
    <message>
        <source>delta of the {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delta per example</source>
        <translation>Delta je Beispiel</translation>
    </message>
    <message>
        <source>delta per example of a layer by that of the layer behind it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delta per example of layer l / that of layer l + 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delta per example, last layer : first layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>destructive</source>
        <translation>zerstörend</translation>
    </message>
    <message>
        <source>device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>device = &apos;cuda&apos; is not there: torch finds no CUDA device, choose cpu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>distance from the prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not agree within {0}</source>
        <translation>stimmt nicht überein innerhalb von {0}</translation>
    </message>
    <message>
        <source>does not say at which time step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not say of which layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dpi = {0} is not allowed on {1}: at most {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drawing…</source>
        <translation>wird gezeichnet …</translation>
    </message>
    <message>
        <source>drifts by up to {0} decades and {1} in the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drop of the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drop[{0}] = {1} is not allowed: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dying ReLU: gamma = 0.7, Theta = 0.7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dying ReLU: p_dr1 = 0.5, after 5 epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each bar the largest of {joined} weights</source>
        <translation>jeder Balken das größte von {joined} Gewichten</translation>
    </message>
    <message>
        <source>each entry is cut to +- the threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each factor wσ′(z), w = 100, b = −100 a</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each layer of a chain has one neuron, say 1, 1, 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each layer whose norm passes the threshold is scaled on its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>elapsed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>ended after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended by an error</source>
        <translation>durch einen Fehler beendet</translation>
    </message>
    <message>
        <source>error at step {0}</source>
        <translation>Fehler bei Schritt {0}</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every gradient is exactly 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything that is measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exact</source>
        <translation>exakt</translation>
    </message>
    <message>
        <source>exact 0</source>
        <translation>exakt 0</translation>
    </message>
    <message>
        <source>exact zero {share:.1%}</source>
        <translation>exakt null {share:.1%}</translation>
    </message>
    <message>
        <source>exact zeros, </source>
        <translation>exakte Nullen, </translation>
    </message>
    <message>
        <source>exact zeros: {join}</source>
        <translation>exakte Nullen: {join}</translation>
    </message>
    <message>
        <source>exact {format_value}</source>
        <translation>exakt {format_value}</translation>
    </message>
    <message>
        <source>exit code {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expected {0}</source>
        <translation>erwartet {0}</translation>
    </message>
    <message>
        <source>expected {ratio}</source>
        <translation>erwartet {ratio}</translation>
    </message>
    <message>
        <source>exploding gradient: NaN or Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exploding gradient: p_eg1 = 10000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exploding gradient: p_eg2 = 1000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expression (122) against a difference of costs, relative error of ∂C/∂b₁</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>factor = {0} is not allowed: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>facts are not allowed: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>facts of data are a table, not {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>facts of data lack something: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>facts of data with {0} = {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>facts of data with {0} class names for {1} outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>falling towards the input</source>
        <translation>zur Eingabe hin fallend</translation>
    </message>
    <message>
        <source>family = &apos;chain&apos; is not allowed: a chain ends in a single number, choose the data threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>family = &apos;chain&apos; is not allowed: a chain reads a single number, choose the data threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>family = &apos;convolutional&apos; is not allowed: a convolution reads images, and these data are none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>family = {0} is not allowed: it reads sequences or images, and these data are single vectors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>family = {0} is not allowed: {1} asks for an answer at time steps, choose one of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>faulty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file = {0} is not allowed: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file:{0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finding {0} at step {1} cannot be read ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first / last, 100 steps, at step 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first/last below {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first/last unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first/last unknown, the last is 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first/last {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first_step = {0} is not allowed: at most {1}, the last step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>float32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>float32 ends near 1e-45, float64 near 1e-324.</source>
        <translation>float32 endet nahe 1e-45, float64 nahe 1e-324.</translation>
    </message>
    <message>
        <source>float64</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>following</source>
        <translation>folgt</translation>
    </message>
    <message>
        <source>following; no news for {silent_s:.0f} s</source>
        <translation>folgt; seit {silent_s:.0f} s nichts Neues</translation>
    </message>
    <message>
        <source>font {0} is not installed: choose another one, such as {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>font_size = {0} is not allowed on {1}: at most {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for {0} checks all hidden layers have had the gradients that theory predicts of the first weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for {0} checks the loss has been that of a guess, and the accuracy that of chance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for {0} checks the loss has been {1} times that of a guess</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forget bias {0}</source>
        <translation>Vergesstor {0}</translation>
    </message>
    <message>
        <source>forget gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>formula: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>formula: {0} speaks of a layer that no run has: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fps = {0} is not allowed of a GIF: at most {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from step {steps}</source>
        <translation>ab Schritt {steps}</translation>
    </message>
    <message>
        <source>from step {steps}: {describe_bin}, {count} counted</source>
        <translation>ab Schritt {steps}: {describe_bin}, {count} gezählt</translation>
    </message>
    <message>
        <source>from {0} on are there twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from {profile} (input side) to {profile_2}</source>
        <translation>von {profile} (Eingabe) bis {profile_2}</translation>
    </message>
    <message>
        <source>fᵀ = exp(−T e⁻ᵇ)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>g . g&apos; / (|g| |g&apos;|) over all parameters, g&apos; after clipping; 1 where nothing was clipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>gain and its factors</source>
        <translation>Verstärkung und ihre Faktoren</translation>
    </message>
    <message>
        <source>gamma 1, beta 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gamma 1, beta 0; running statistics start afresh, so the held-out loss is wrong until they have warmed up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gate</source>
        <translation>Tor</translation>
    </message>
    <message>
        <source>gate x weights</source>
        <translation>Tor x Gewichte</translation>
    </message>
    <message>
        <source>gate {0}, weight factor {1}; gain {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>get a</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>gone in {0} of {1} seeds</source>
        <translation>weg bei {0} von {1} Startwerten</translation>
    </message>
    <message>
        <source>gradient explode: NaN or Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient explode: a loss of 1e5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient explode: beta_3 = 70, Theta = 0.7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient left by clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient norm of the first layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient norm of the weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient norm, first layer : last layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient norm, largest : smallest of the hidden layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient norm, last layer : first layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient of each unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient of the cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient of the output</source>
        <translation>Gradient der Ausgabe</translation>
    </message>
    <message>
        <source>gradient of the pre-activations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient of the state</source>
        <translation>Gradient des Zustands</translation>
    </message>
    <message>
        <source>gradient vanish: beta_1 = 1e-3, beta_2 = 1e-4, Theta = 0.7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradients of the commoner sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradients that are exactly 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradients that are exactly 0, of all layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradients within two octaves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>growth of the smoothed loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gru</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>half of them are 0</source>
        <translation>die Hälfte davon ist 0</translation>
    </message>
    <message>
        <source>half of them are smaller than {median:.2g}</source>
        <translation>die Hälfte davon ist kleiner als {median:.2g}</translation>
    </message>
    <message>
        <source>he</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heads = {0} is not allowed: they share the width of a block, and {1} is no multiple</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>healthy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heavy oscillation: p_ho1 = 0.01, p_ho2 = 0.2, over 6 epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>held until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held-back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held-back-family</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held-out accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held-out loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held-out {value:.1%}</source>
        <translation>zurückgehalten {value:.1%}</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden 4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden = {0} is not allowed: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>id INTEGER PRIMARY KEY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ignore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>immediate</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>in one order of the examples, so with no interval</source>
        <translation>in einer Reihenfolge der Beispiele, also ohne Intervall</translation>
    </message>
    <message>
        <source>in table {0} {1} rows have a key that is no number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the gradient of layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the values of layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {0} of the epochs the accuracy swings by 0.03 or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {0} of {1} seeds</source>
        <translation>bei {0} von {1} Startwerten</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>in {folder}</translation>
    </message>
    <message>
        <source>inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>infinite</source>
        <translation>unendlich</translation>
    </message>
    <message>
        <source>initialization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>input gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>input {last}: weight {flat:.3g}</source>
        <translation>Eingabe {last}: Gewicht {flat:.3g}</translation>
    </message>
    <message>
        <source>inputs are standardized</source>
        <translation>die Eingaben sind standardisiert</translation>
    </message>
    <message>
        <source>inputs {value} to {last}: the largest weight {largest:.3g}</source>
        <translation>Eingaben {value} bis {last}: das größte Gewicht {largest:.3g}</translation>
    </message>
    <message>
        <source>inside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interventions, events, findings, trials and notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a damaged session: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a truncated or damaged session: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it counts further than SQLite does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not say what its columns mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not say what was trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not say which branch of a trial it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has histograms of an unknown kind, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has more than {0} rows where few belong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no snapshot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no table {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no tensor {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has rows of an unknown stream, {0} of level {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {0} characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {0} columns of {1}, and should have {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {0} examples now, and had {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {0} values where at most {1} belong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {0} {1} where {2} belong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it holds Python objects, which are never loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it holds {0} where {1} belongs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it lasts {0} s: no more than {1} frames of it are recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names a ramp of no steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names a ramp of what is no setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names several commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it says that its format is {0}.{1}, which had no {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was trained in a program of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was widened by another program just now, and has to be opened again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its gradient is 10^{0} of what theory predicts of weights so drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its number or one of its steps is out of range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its state is no dictionary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its structure is no longer readable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its table {0} computes a column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its updates may be far too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its values or labels are other ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its writer was killed in the middle of a commit, which was rolled back from {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just beyond the limit</source>
        <translation>knapp jenseits der Grenze</translation>
    </message>
    <message>
        <source>keeps the signal</source>
        <translation>erhält das Signal</translation>
    </message>
    <message>
        <source>kind = ? AND</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>label in the legend</source>
        <translation>Beschriftung in der Legende</translation>
    </message>
    <message>
        <source>labels out of range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labels outside the range of the last activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest error</source>
        <translation>größter Fehler</translation>
    </message>
    <message>
        <source>largest error on [0, 1]: &lt;b&gt;{shown}&lt;/b&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest gain of accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest less smallest in the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest less smallest in the window, by the mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest less smallest mean accuracy of the last epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest less smallest smoothed loss in the window, by the mean; a new loss counts a tenth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last at step {newest_step}</source>
        <translation>zuletzt bei Schritt {newest_step}</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>layer {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer {0} does not exist in any of the sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer {0} does not exist: {1} has layers 1 to {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer, counted from the input</source>
        <translation>Schicht, von der Eingabe her gezählt</translation>
    </message>
    <message>
        <source>layer, counted from the output</source>
        <translation>Schicht, von der Ausgabe her gezählt</translation>
    </message>
    <message>
        <source>layer, from the input to the output</source>
        <translation>Schicht, von der Eingabe zur Ausgabe</translation>
    </message>
    <message>
        <source>layer: {0} is not allowed; layers count from 0 at the input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layers of</source>
        <translation>Schichten mit</translation>
    </message>
    <message>
        <source>left a loss that is not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left the loss as it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left {0} as it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left {0} without a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>length = {0} is not allowed: {1} needs {2} to {3} time steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>length({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lesson {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lesson-{0}-{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>level</source>
        <translation>flach</translation>
    </message>
    <message>
        <source>log10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log10 of first layer&apos;s norm / control&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log10 of the ratio</source>
        <translation>log10 des Verhältnisses</translation>
    </message>
    <message>
        <source>log10 of |dC/dW_l| as measured by that which theory predicts at initialization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log10(value of the session / value of the control), both at the same step: 1 is ten times as much, -1 a tenth. Of a quantity that does not span decades it is the difference. The value is that which *Show* chooses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log10(|dC/dW_1| / |dC/dW_L|): the gradient norm of the first layer&apos;s weights, divided by that of the output layer&apos;s, as a power of ten. 0: alike; -6: the first layer has a millionth.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loky</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longest {format_value}</source>
        <translation>am längsten {format_value}</translation>
    </message>
    <message>
        <source>longest: {names}, neuron {neuron}, {shown}; {layer}: </source>
        <translation>am längsten: {names}, Neuron {neuron}, {shown}; {layer}: </translation>
    </message>
    <message>
        <source>look at step</source>
        <translation>genauer betrachtet bei Schritt</translation>
    </message>
    <message>
        <source>look at step 1 000 000</source>
        <translation>genauer betrachtet bei Schritt 1 000 000</translation>
    </message>
    <message>
        <source>lose its</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>loss - control&apos;s</source>
        <translation>Verlust minus Kontrolle</translation>
    </message>
    <message>
        <source>loss = {0} is not allowed: {1} asks for {2}, choose one of {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss by that of a guess</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss by the first loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss of the session - loss of the control, at the steps that both have measured. *Smoothing* averages the differences.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss {value:.4g}</source>
        <translation>Verlust {value:.4g}</translation>
    </message>
    <message>
        <source>losses of a branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>losses of the control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lowered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lstm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max |W_l| / min |W_l|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max |dC/dW_l| / min |dC/dW_l|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max(0, z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max(0.01 z, z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean activation</source>
        <translation>mittlere Aktivierung</translation>
    </message>
    <message>
        <source>mean field theory of wide networks (Schoenholz et al. 2017)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean magnitude of a weight&apos;s gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean magnitude of a weight&apos;s gradient, layer : layer behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean magnitude of a weight&apos;s gradient, median layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean of phi(z_l) over units and examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean of |dC/dw| over a layer&apos;s weights, off the log2 histogram within a few per cent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean over about {0} {1}</source>
        <translation>Mittel über etwa {0} {1}</translation>
    </message>
    <message>
        <source>mean over the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean over the held-out examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean over the steps since the last look, of what measuring took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean square of a layer&apos;s weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measured {ratio}{seeds}</source>
        <translation>gemessen {ratio}{seeds}</translation>
    </message>
    <message>
        <source>median of {num_seeds} seeds</source>
        <translation>Median von {num_seeds} Startwerten</translation>
    </message>
    <message>
        <source>mend them or leave these examples out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model = {0} is not allowed: give a torch.nn.Module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>momentum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>momentum {0}</source>
        <translation>Momentum {0}</translation>
    </message>
    <message>
        <source>most_steps is {0}: it takes 2 for the first and the last one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moved by {0} %</source>
        <translation>um {0} % bewegt</translation>
    </message>
    <message>
        <source>moved by {0} times its size</source>
        <translation>um das {0}-fache bewegt</translation>
    </message>
    <message>
        <source>moved from 0</source>
        <translation>weg von 0</translation>
    </message>
    <message>
        <source>mute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>narrow peaks at 0 in the gradient histograms of</source>
        <translation>schmale Spitzen bei 0 in den Gradientenhistogrammen von</translation>
    </message>
    <message>
        <source>neither above nor below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network and data</source>
        <translation>Netz und Daten</translation>
    </message>
    <message>
        <source>neuron</source>
        <translation>Neuron</translation>
    </message>
    <message>
        <source>newer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>newest step</source>
        <translation>neuester Schritt</translation>
    </message>
    <message>
        <source>newest step of each</source>
        <translation>neuester Schritt jeder</translation>
    </message>
    <message>
        <source>no changes to come</source>
        <translation>keine Änderungen folgen</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no gradient comes from the loss: nothing will be learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no hidden layer</source>
        <translation>keine verdeckte Schicht</translation>
    </message>
    <message>
        <source>no layer&apos;s update is above {0} of its weights, and the loss does not fall</source>
        <translation>kein Update einer Schicht liegt über {0} ihrer Gewichte, und der Verlust fällt nicht</translation>
    </message>
    <message>
        <source>no more gain: over 6 epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no number</source>
        <translation>keine Zahl</translation>
    </message>
    <message>
        <source>no parameter has a gradient: call watch.step(loss) after loss.backward() and before zero_grad()</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no pass through the model was seen: what happens inside its layers is not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no ratio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reason is given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no room for {names} to {names_2}: click here to see {names_3}</source>
        <translation>kein Platz für {names} bis {names_2}: Klicken Sie hier, um {names_3} zu sehen</translation>
    </message>
    <message>
        <source>no session beside the control has {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no steps recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no trial was made of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>none: this PyTorch is built for the processor alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>norm {0}</source>
        <translation>Norm. {0}</translation>
    </message>
    <message>
        <source>not above 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not asked: PyTorch is not loaded yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>nicht vergleichbar</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not halve the image any more, having as many channels then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not in this folder</source>
        <translation>nicht in diesem Ordner</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message>
        <source>not measured yet, {0}</source>
        <translation>noch nicht gemessen, {0}</translation>
    </message>
    <message>
        <source>not measured: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>noch nicht gelesen</translation>
    </message>
    <message>
        <source>not recorded yet</source>
        <translation>noch nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>not yet measured</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing but the control is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing by then</source>
        <translation>bis dahin nichts</translation>
    </message>
    <message>
        <source>nothing can be learned of them, mend the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing for the figure {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing was recorded yet</source>
        <translation>noch wurde nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>null</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>null fork</source>
        <translation>Null-Zweig</translation>
    </message>
    <message>
        <source>num_train + num_held_out = {0} is not allowed: {1} has {2} examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number of {entries}</source>
        <translation>Anzahl: {entries}</translation>
    </message>
    <message>
        <source>numbers of an interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>numerical error: NaN or Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of several sessions: differences, results, figures</source>
        <translation>von mehreren Sitzungen: Unterschiede, Ergebnisse, Abbildungen</translation>
    </message>
    <message>
        <source>of the hidden layer that is farthest off, by what a single draw of weights may be off (5..95 %)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the last 100 steps, this one included, the share at which clipping changed the gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the line through the mean losses of the last epochs, per epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the mean accuracy in the window: 0 as who tells any class, 1 where all is right; of numbers, 1 less the mean loss by that of a guess</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the newest batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the plane: {0}</source>
        <translation>von der Ebene: {0}</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>offset of the inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>older</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>on a grid of {0} x {1} points: the index of the class with the largest output, plus 0.999 times its softmax probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on no page</source>
        <translation>auf keiner Seite</translation>
    </message>
    <message numerus="yes">
        <source>on {n} pages</source>
        <translation>
            <numerusform>auf {n} Seite</numerusform>
            <numerusform>auf {n} Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>one in {0} measurements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one layer deeper, behind {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one line of {0} to {1} characters</source>
        <translation>eine Zeile von {0} bis {1} Zeichen</translation>
    </message>
    <message>
        <source>one seed</source>
        <translation>ein Startwert</translation>
    </message>
    <message>
        <source>one update is {0} times as large as the weights that it moves</source>
        <translation>ein Update ist {0}-mal so groß wie die Gewichte, die es bewegt</translation>
    </message>
    <message>
        <source>one-sided gradient histograms of</source>
        <translation>einseitige Gradientenhistogramme von</translation>
    </message>
    <message>
        <source>only rules of a set that is extended can go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimizer = {0} is not allowed: give a torch.optim.Optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>or begin with</source>
        <translation>oder beginnen mit</translation>
    </message>
    <message>
        <source>or open again</source>
        <translation>oder wieder öffnen</translation>
    </message>
    <message>
        <source>orthogonal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>oscillating loss: zeta = 0.03, eta = 0.2, Theta = 0.7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output - {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output {0}, gradient {1}, loss {2}</source>
        <translation>Ausgabe {0}, Gradient {1}, Verlust {2}</translation>
    </message>
    <message>
        <source>output {0}, loss {1}</source>
        <translation>Ausgabe {0}, Verlust {1}</translation>
    </message>
    <message>
        <source>output {0}, loss {1}, gradient {2}</source>
        <translation>Ausgabe {0}, Verlust {1}, Gradient {2}</translation>
    </message>
    <message>
        <source>outputs at or below 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outputs below the level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outputs beyond the level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over 50 measured steps the loss scatters by {0} of its mean, and does not fall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over = {0} is not allowed: give the settings beside it that are to go by degrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over all parameters, before clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over the last six epochs the loss rises</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over units and examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over {0} seeds</source>
        <translation>über {0} Startwerte</translation>
    </message>
    <message>
        <source>over {0} steps</source>
        <translation>über {0} Schritte</translation>
    </message>
    <message>
        <source>pairs of a local maximum and minimum of epochs&apos; accuracies that differ by the level, by the epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parent {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passed by from this step on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passes over the training examples so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>pictures of your own</source>
        <translation>eigene Bilder</translation>
    </message>
    <message>
        <source>pip install &apos;gradiometer[tensorboard]&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plots[{0}]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>points of a course</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>position {0} of {1} examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pre-activation</source>
        <translation>Präaktivierung</translation>
    </message>
    <message>
        <source>pre-activations above the level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pre-activations beyond the level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preset {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process {0} on {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>published accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>published {0}</source>
        <translation>veröffentlicht {0}</translation>
    </message>
    <message>
        <source>published, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quantity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quantity: {0} is not measured layer by layer; allowed: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>raised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>raised {0} from 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ramped</source>
        <translation>allmählich</translation>
    </message>
    <message>
        <source>range of the accuracy over epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>range of the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rate {0}</source>
        <translation>Rate {0}</translation>
    </message>
    <message>
        <source>ratio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ratios of a branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>re-init {0}</source>
        <translation>neu init. {0}</translation>
    </message>
    <message>
        <source>ready on {device}</source>
        <translation>bereit auf {device}</translation>
    </message>
    <message>
        <source>recurrent {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>relu</source>
        <translation>relu</translation>
    </message>
    <message>
        <source>relu, deep, to show</source>
        <translation>relu, tief, vorzeigen</translation>
    </message>
    <message>
        <source>remark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replay.{0} is not allowed: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replaying step {done} of {total}</source>
        <translation>Schritt {done} von {total} wird wiederholt</translation>
    </message>
    <message>
        <source>reset gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>rewrite = {0} is not allowed while a ramp is under way: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rewrite = {0} is not allowed: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rises of the smoothed loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rising towards the input</source>
        <translation>zur Eingabe hin steigend</translation>
    </message>
    <message>
        <source>rms of the activation&apos;s slope over units and examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rms over all entries of the training inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rms(phi&apos;(z_l)) over units and examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rnn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>row {0} column {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rule set {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rule {0} {1}: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rule {0}: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rules is missing: give at least one [[rules]]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rules {0} and {1} have the same name {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rules[{0}]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runs have the name {0} twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s of training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saturated units</source>
        <translation>gesättigte Neuronen</translation>
    </message>
    <message>
        <source>saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>saved session</source>
        <translation>gespeicherte Sitzung</translation>
    </message>
    <message>
        <source>saved session, read-only</source>
        <translation>gespeicherte Sitzung, nur zum Lesen</translation>
    </message>
    <message>
        <source>says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scaler is not allowed without optimizer: gradients are unscaled for each optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>screenshot {0} cannot be read: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>screenshot {0} is a {1} file: give a PNG or JPEG file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>screenshot {0} is not a picture that can be read: give a PNG or JPEG file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>screenshot {0} is too large: at most {1} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>seeds</source>
        <translation>Startwerte</translation>
    </message>
    <message>
        <source>session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>session/left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settings = {0} is not allowed: give a table of names and values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settings at the start</source>
        <translation>Einstellungen am Anfang</translation>
    </message>
    <message>
        <source>settings.normalization = {0} is not allowed: a batch of {1} has no variance, choose a larger batch_size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settings.{0} = {1} is not allowed: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settings.{0} is not a setting: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settings.{0} is not allowed beside weight_decay, which is lambda / num_train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of a layer&apos;s gradients, zeros left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of a layer&apos;s weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of all weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of phi(z) over units and examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of steps clipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the batch&apos;s answers whose largest output is the label&apos;s; of numbers, that are off by less than 0.04, or behind a sigmoid on the right side of 1/2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the held-out examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the last 100 steps at which clipping changed the gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the loss that is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the planned steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the steps in the window at which the smoothed loss rose; a new loss counts a tenth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the steps in the window with |dC/dW_l| below the level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the time spent watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of units and examples with a slope below 5 % of the activation&apos;s steepest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of units and examples with |phi&apos;(z)| below 5 % of its largest value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of units that put out exactly 0 for every example of the last five batches looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of units that put out exactly 0 for every example of the last five looks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of {entries}</source>
        <translation>Anteil: {entries}</translation>
    </message>
    <message>
        <source>share with z above the level, which may be negative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share with |phi(z)| above the level, over units and examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share with |phi(z)| below the level, over units and examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share with |z| above the level, over units and examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shortly before step {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sick</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>since step {first}, told at {told}, {checks} checks agree</source>
        <translation>
            <numerusform>seit Schritt {first}, gemeldet bei {told}, {checks} Prüfung</numerusform>
            <numerusform>seit Schritt {first}, gemeldet bei {told}, {checks} Prüfungen stimmen überein</numerusform>
        </translation>
    </message>
    <message>
        <source>since the beginning, or since all weights were drawn anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>size of the inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skip at zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skip connections</source>
        <translation>Skip-Verbindungen</translation>
    </message>
    <message>
        <source>skips x {0}</source>
        <translation>Skips x {0}</translation>
    </message>
    <message>
        <source>skips {0}</source>
        <translation>Skips {0}</translation>
    </message>
    <message>
        <source>slope of the loss over epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slow convergence: delta = 0.01</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slow convergence: p_sc1 = 1e-4, over 3 epochs or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>so that the file grows by at most {0} MB an hour, {1} is recorded from step {2} on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spike of the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spread of the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spread of the loss over epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sqrt(mean of (phi(z_l) - mean)^2) over units and examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sqrt(mean of |dC_i/dz_L|^2) by that of the first layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sqrt(mean over examples i of |dC_i/dz_l|^2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sqrt(sum of squares over all parameters), as the optimizer sees it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sqrt(sum of squares over all parameters), before clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>standard deviation in the window, by the mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>standard deviation of the activation</source>
        <translation>Standardabweichung der Aktivierung</translation>
    </message>
    <message>
        <source>standard deviation of the mean losses of the last epochs, by their mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>step {0}</source>
        <translation>Schritt {0}</translation>
    </message>
    <message>
        <source>step {0} is not allowed: a whole number from 0 on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {0}, replayed,</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {0}: {1}</source>
        <translation>Schritt {0}: {1}</translation>
    </message>
    <message>
        <source>step {done} of {total}</source>
        <translation>Schritt {done} von {total}</translation>
    </message>
    <message numerus="yes">
        <source>step {first} to {last}, told at {told}, {checks} checks agreed</source>
        <translation>
            <numerusform>Schritt {first} bis {last}, gemeldet bei {told}, {checks} Prüfung</numerusform>
            <numerusform>Schritt {first} bis {last}, gemeldet bei {told}, {checks} Prüfungen stimmten überein</numerusform>
        </translation>
    </message>
    <message>
        <source>step {found}: {name}, {quantity} {value}{tell_published}</source>
        <translation>Schritt {found}: {name}, {quantity} {value}{tell_published}</translation>
    </message>
    <message>
        <source>step {loss}: {pair}</source>
        <translation>Schritt {loss}: {pair}</translation>
    </message>
    <message>
        <source>step {step:,}</source>
        <translation>Schritt {step:,}</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
    <message>
        <source>step {step} of {link}{way}</source>
        <translation>Schritt {step} von {link}{way}</translation>
    </message>
    <message>
        <source>step {step} of {value}</source>
        <translation>Schritt {step} von {value}</translation>
    </message>
    <message>
        <source>step {step}: {join}</source>
        <translation>Schritt {step}: {join}</translation>
    </message>
    <message>
        <source>step {step}: {link}{through}</source>
        <translation>Schritt {step}: {link}{through}</translation>
    </message>
    <message>
        <source>step {step}: {name}, </source>
        <translation>Schritt {step}: {name}, </translation>
    </message>
    <message>
        <source>step {step}: {name}, {quantity}{lstrip}</source>
        <translation>Schritt {step}: {name}, {quantity}{lstrip}</translation>
    </message>
    <message>
        <source>step&amp;ensp;{join}</source>
        <translation>Schritt&amp;ensp;{join}</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritten</translation>
    </message>
    <message>
        <source>steps done by the planned ones; not known where no end is planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps since the first change</source>
        <translation>Schritte seit der ersten Änderung</translation>
    </message>
    <message>
        <source>steps since the weights were drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps that were clipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps with a gradient norm below the level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps: they must rise from one to the next and not begin below 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>still there</source>
        <translation>noch da</translation>
    </message>
    <message>
        <source>storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stream = ? AND level = ? AND</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stream {0}, level {1}: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>structure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>style {0} comes with the program: choose another name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>style {0} is not allowed: letters, digits, dashes and blanks, at most 60</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>style {0} is not known: choose one of {1}, or a TOML file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>style {name!r} is there already: choose it first, or another name</source>
        <translation>Der Stil {name!r} ist schon da: Wählen Sie zuerst ihn oder einen anderen Namen</translation>
    </message>
    <message>
        <source>subnormal</source>
        <translation>subnormal</translation>
    </message>
    <message>
        <source>swings of the accuracy over epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>table {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag {0} is not allowed: a word or a few, without a comma</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tags are {0}, and may be {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taking over what came before: {share:.0f} %</source>
        <translation>übernimmt, was davor kam: {share:.0f} %</translation>
    </message>
    <message>
        <source>tanh</source>
        <translation>tanh</translation>
    </message>
    <message>
        <source>the MNIST file {0} cannot be read: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the MNIST files do not belong together: shapes {0} and {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the PDF cannot be made: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the accuracy unchanged over 20 epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the accuracy was the same for twenty epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the best mean accuracy of a complete epoch so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the commands that make it again</source>
        <translation>die Befehle, die es noch einmal machen</translation>
    </message>
    <message>
        <source>the control and the others have none of these layers in common</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the control and the others share no measured step here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the decision surface</source>
        <translation>die Entscheidungsfläche</translation>
    </message>
    <message>
        <source>the device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the end</source>
        <translation>das Ende</translation>
    </message>
    <message>
        <source>the first layer&apos;s gradient is 0 (below {0}): nothing reaches the first layers{1}</source>
        <translation>der Gradient der ersten Schicht ist 0 (unter {0}): Nichts erreicht die ersten Schichten{1}</translation>
    </message>
    <message>
        <source>the first layer&apos;s gradient is {0} of the last one&apos;s</source>
        <translation>der Gradient der ersten Schicht ist {0} dessen der letzten</translation>
    </message>
    <message>
        <source>the first layer&apos;s gradient is {0} of the last one&apos;s, and the loss that of a guess</source>
        <translation>der Gradient der ersten Schicht ist {0} dessen der letzten, und der Verlust der eines Ratens</translation>
    </message>
    <message>
        <source>the first layer&apos;s gradient is {0} times the last one&apos;s</source>
        <translation>der Gradient der ersten Schicht ist {0}-mal der der letzten</translation>
    </message>
    <message>
        <source>the first layer&apos;s gradient is {0} where the last one&apos;s is {1}</source>
        <translation>der Gradient der ersten Schicht ist {0}, der der letzten {1}</translation>
    </message>
    <message>
        <source>the first layer&apos;s gradient is {0}: {1}{2}</source>
        <translation>der Gradient der ersten Schicht ist {0}: {1}{2}</translation>
    </message>
    <message>
        <source>the first layer&apos;s gradient norm</source>
        <translation>die Gradientennorm der ersten Schicht</translation>
    </message>
    <message>
        <source>the first layers will hardly learn</source>
        <translation>die ersten Schichten werden kaum lernen</translation>
    </message>
    <message>
        <source>the first layers will learn much more slowly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first term of its expansion, w1^2 / 96</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first updates move the weights by {0} of themselves, less than a thousandth of what the fastest layer&apos;s do</source>
        <translation>die ersten Updates bewegen die Gewichte um {0} ihrer selbst, weniger als ein Tausendstel dessen der schnellsten Schicht</translation>
    </message>
    <message>
        <source>the first {num_shown} of {num_channels} channels</source>
        <translation>die ersten {num_shown} von {num_channels} Kanälen</translation>
    </message>
    <message>
        <source>the forget bias is {0}, enough for {1} time steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the formula has a brace without its partner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gate is the larger one</source>
        <translation>das Tor ist größer</translation>
    </message>
    <message>
        <source>the gate is the smaller one</source>
        <translation>das Tor ist kleiner</translation>
    </message>
    <message>
        <source>the gradient is used as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gradient of the first neurons of each layer</source>
        <translation>der Gradient der ersten Neuronen jeder Schicht</translation>
    </message>
    <message>
        <source>the index of table {0} does not ascend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the largest error of an identity neuron with w₁ = 0.1 and a constant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the largest rise of the mean accuracy from one epoch to the next so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the layers</source>
        <translation>die Schichten</translation>
    </message>
    <message>
        <source>the least |w| for which |w σ′(wa + b)| reaches 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the loss fell by {0} in 255 measured steps, and {1} are asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the loss is that of a guess, and an update moves the weights by only {0} of themselves</source>
        <translation>der Verlust ist der eines Ratens, und ein Update bewegt die Gewichte nur um {0} ihrer selbst</translation>
    </message>
    <message>
        <source>the loss is that of a guess, and an update moves the weights by {0} of themselves</source>
        <translation>der Verlust ist der eines Ratens, und ein Update bewegt die Gewichte um {0} ihrer selbst</translation>
    </message>
    <message>
        <source>the loss is {0} times that of a guess, and the accuracy that of chance</source>
        <translation>der Verlust ist {0}-mal der eines Ratens, und die Genauigkeit die des Zufalls</translation>
    </message>
    <message>
        <source>the loss of equal shares is ln K of K classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the loss or a gradient is NaN or Inf</source>
        <translation>der Verlust oder ein Gradient ist NaN oder Inf</translation>
    </message>
    <message>
        <source>the loss or a gradient is not finite from step {0} on</source>
        <translation>der Verlust oder ein Gradient ist ab Schritt {0} nicht endlich</translation>
    </message>
    <message>
        <source>the loss unchanged over 5 epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the loss was the same for five epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the loss {0} can only judge shares, scale them to 0 to 1 or choose squared_error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the map cannot be measured, is there enough memory? {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the mean of |dC/dw| of each layer by that of the layer behind it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the median of the last ten measured losses by that of who tells equal shares, of numbers their mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the median of the last ten measured losses by the mean of the first three</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the median over the layers of the mean of |dC/dw|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model is compiled: what happens inside its layers is not measured, gradients are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the network computes something else from this step on</source>
        <translation>das Netz berechnet von diesem Schritt an etwas anderes</translation>
    </message>
    <message>
        <source>the network computes the same as before; what changes is how it learns</source>
        <translation>das Netz berechnet dasselbe wie zuvor; was sich ändert, ist, wie es lernt</translation>
    </message>
    <message>
        <source>the network goes over to it step by step</source>
        <translation>das Netz geht Schritt für Schritt dazu über</translation>
    </message>
    <message>
        <source>the network puts out 0 to {0}, mend the labels or leave these examples out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the newest by the median in the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the newest smoothed loss by the oldest in the window; a new loss counts a tenth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the newest step of each</source>
        <translation>der neueste Schritt jeder</translation>
    </message>
    <message>
        <source>the newest {0} chunk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the number of threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the optimizer has momentum</source>
        <translation>der Optimierer hat Momentum</translation>
    </message>
    <message>
        <source>the optimizer has stepped already: call watch.step(loss) between loss.backward() and optimizer.step()</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the optimizer is Adam</source>
        <translation>der Optimierer ist Adam</translation>
    </message>
    <message>
        <source>the optimizer starts with no moments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the precision is float64</source>
        <translation>die Genauigkeit ist float64</translation>
    </message>
    <message>
        <source>the preview cannot be shown</source>
        <translation>die Vorschau lässt sich nicht zeigen</translation>
    </message>
    <message>
        <source>the range {0} is not allowed on a logarithmic axis: both above 0</source>
        <translation>der Bereich {0} ist auf einer logarithmischen Achse nicht erlaubt: beide über 0</translation>
    </message>
    <message>
        <source>the replay was cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the rule of thumb 1e-3 is A. Karpathy&apos;s (CS231n, Neural Networks 3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>the scales of weights and biases must be finite numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the section comparison needs two to eight sessions, and {0} is given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the session of {0} is not found: {1} (id {2}) is neither of {3}; put its file beside the figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the slope, and not the distance from 0, decides what gradient passes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the snapshot at step {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the snapshot at step {0} cannot be read ({1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the snapshot before step {0},</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the snapshot does not fit this experiment ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the standard figures, with numbers in their captions</source>
        <translation>die Standardabbildungen, mit Zahlen in ihren Unterschriften</translation>
    </message>
    <message>
        <source>the start</source>
        <translation>der Anfang</translation>
    </message>
    <message>
        <source>the steps of a course do not ascend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the steps of stream {0} do not ascend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the steps that are seen</source>
        <translation>den sichtbaren Schritten</translation>
    </message>
    <message>
        <source>the texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the time line: changes, events, and what changes did</source>
        <translation>der Zeitstrahl: Änderungen, Ereignisse, und was Änderungen bewirkten</translation>
    </message>
    <message>
        <source>the time that is seen</source>
        <translation>der sichtbaren Zeit</translation>
    </message>
    <message>
        <source>the updates change no weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the weights are the larger ones</source>
        <translation>die Gewichte sind größer</translation>
    </message>
    <message>
        <source>the weights are the smaller ones</source>
        <translation>die Gewichte sind kleiner</translation>
    </message>
    <message>
        <source>the weights unchanged over 5 epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the weights were drawn by {0}</source>
        <translation>die Gewichte wurden nach {0} gezogen</translation>
    </message>
    <message>
        <source>the weights, biases, input and target of a chain must be finite numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the whole network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the width of the widest interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the |w| of the widest interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>their mean is {0} times their standard deviation, so all examples look alike to the first layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>their rms is {0}, where weights are drawn for inputs near 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are labels that the network cannot put out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no snapshot at step {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is not enough memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is nothing to say in {0}: choose more sections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is one layer alone, so there is no depth in which a gradient could be lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this one run: {differs}</source>
        <translation>dieser eine Lauf: {differs}</translation>
    </message>
    <message>
        <source>this program; tuned on two thirds of its own trials, see README</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>threading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>threshold {0}</source>
        <translation>Schwelle {0}</translation>
    </message>
    <message>
        <source>threshold_VG = 1e-7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time spent watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time spent watching / time of a step, since the last look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time step</source>
        <translation>Zeitschritt</translation>
    </message>
    <message>
        <source>time {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>to 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to z₁ =</source>
        <translation>auf z₁ =</translation>
    </message>
    <message>
        <source>too small for {0} to even it out, the first layers will hardly learn</source>
        <translation>zu klein, als dass {0} es ausgleichen könnte; die ersten Schichten werden kaum lernen</translation>
    </message>
    <message>
        <source>torchmortem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torchmortem 0.1.0 (2026), default parameters of its detectors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>total gradient norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>total gradient norm after clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>total gradient norm after clipping by that before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>training accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training time</source>
        <translation>Trainingszeit</translation>
    </message>
    <message>
        <source>training time (s)</source>
        <translation>Trainingszeit (s)</translation>
    </message>
    <message>
        <source>training, batch by batch</source>
        <translation>Training, Batch für Batch</translation>
    </message>
    <message>
        <source>training; the window lags</source>
        <translation>trainiert; das Fenster hinkt nach</translation>
    </message>
    <message>
        <source>trial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trial {0} at step {1} cannot be read ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trial {0} has numbers of {1} layers of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trial {0} is not in {1}: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>ja oder nein</translation>
    </message>
    <message>
        <source>truncated: it has {0} bytes of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>truths of a branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>truths of the control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two branches are called {0}: give each a label of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two broad hills are healthy; of a normal law two octaves of one sign hold 0.29</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two factors of 25</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undecided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undone: {0}</source>
        <translation>zurückgenommen: {0}</translation>
    </message>
    <message>
        <source>unit_gradient: CSV has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>units</source>
        <translation>Neuronen</translation>
    </message>
    <message>
        <source>unknown: PyTorch cannot be loaded ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unmoved</source>
        <translation>unbewegt</translation>
    </message>
    <message>
        <source>until it is stopped</source>
        <translation>bis er angehalten wird</translation>
    </message>
    <message>
        <source>up and down on the way to the input</source>
        <translation>auf und ab auf dem Weg zur Eingabe</translation>
    </message>
    <message>
        <source>up to step {step}</source>
        <translation>bis Schritt {step}</translation>
    </message>
    <message>
        <source>update</source>
        <translation>Update</translation>
    </message>
    <message>
        <source>update : weight about 1e-3 is healthy (A. Karpathy); the loss of equal shares is ln K of K classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>update : weight about 1e-3 is healthy (A. Karpathy, CS231n, Neural Networks 3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>update : weight about 1e-3 is healthy, above 1e-2 the rate is too large (A. Karpathy; DL4J)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>update : weight about 1e-3 is healthy, below 1e-4 it is bad (A. Karpathy; DL4J)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>update : weight above a hundred times 1e-3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>update : weight below a hundredth of 1e-3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>update : weight ratio</source>
        <translation>Update : Gewicht</translation>
    </message>
    <message>
        <source>update : weight ratio by that of the layer that moves most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>update gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>utf-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>values of {0} mean nothing in a map over {1} and {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>values: {0} for {1} steps; each step needs one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>values: {0} is not allowed; {1} is shown as its logarithm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vanishes: {power_of_ten}{below}</source>
        <translation>verschwindet: {power_of_ten}{below}</translation>
    </message>
    <message>
        <source>vanishing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vanishing gradient: a layer whose gradient is 0, which has no quotient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vanishing gradient: p_vg1 = 1e-5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vanishing gradient: p_vg2 = 1e-4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>variance of the activations, largest : smallest hidden layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>variance of the weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>variance of the weights above 10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>variance of the weights below 1e-5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w a random (semi-)orthogonal matrix, b = 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w ~ N(0, 1/fan_in), b ~ N(0, 1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w ~ N(0, 2/(fan_in + fan_out)), b = 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w ~ N(0, 2/fan_in), b = 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w, b ~ U(-1/sqrt(fan_in), 1/sqrt(fan_in))</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w1 = {0} is not allowed: a finite number that is not 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w1 = {0} is not allowed: without a constant only a number above 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w: of the neuron&apos;s input a.</source>
        <translation>w: der Eingabe a des Neurons.</translation>
    </message>
    <message>
        <source>wall time while training, pauses left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warming up: loading PyTorch and the data</source>
        <translation>wärmt auf: lädt PyTorch und die Daten</translation>
    </message>
    <message>
        <source>watching {share:.1%}, {value:.2g} ms/step</source>
        <translation>Beobachten {share:.1%}, {value:.2g} ms/Schritt</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>weight factor</source>
        <translation>Gewichtsfaktor</translation>
    </message>
    <message>
        <source>weight factor {0}, gate {1}; gain {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight gradient</source>
        <translation>Gewichtsgradient</translation>
    </message>
    <message>
        <source>weight gradient norm</source>
        <translation>Norm des Gewichtsgradienten</translation>
    </message>
    <message>
        <source>weight gradient norm after clipping</source>
        <translation>Norm des Gewichtsgradienten nach dem Kappen</translation>
    </message>
    <message>
        <source>weight gradient per parameter</source>
        <translation>Gewichtsgradient je Parameter</translation>
    </message>
    <message>
        <source>weight norm</source>
        <translation>Norm der Gewichte</translation>
    </message>
    <message>
        <source>weight norm, largest : smallest layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight scale {weight_scale:g}</source>
        <translation>Maßstab der Gewichte {weight_scale:g}</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>weights and biases drawn anew, moments cleared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights rewritten, their moments cleared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what changes did to forks, against an untouched control</source>
        <translation>was Änderungen mit Abzweigungen machten, gegen eine unberührte Kontrolle</translation>
    </message>
    <message>
        <source>what each layer does to the signal on its way back</source>
        <translation>was jede Schicht mit dem Signal auf seinem Rückweg macht</translation>
    </message>
    <message>
        <source>what explodes is cut off</source>
        <translation>was explodiert, ist abgeschnitten</translation>
    </message>
    <message>
        <source>what is not seen cannot be learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what it puts out is its shift, whatever it reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what it puts out varies by only {0}, so that all examples look alike to the layers behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what rules found, the evidence and what helps</source>
        <translation>was Regeln fanden, die Belege und was hilft</translation>
    </message>
    <message>
        <source>what the network has learned in these weights is lost</source>
        <translation>was das Netz in diesen Gewichten gelernt hat, ist verloren</translation>
    </message>
    <message>
        <source>what the processor can do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what they look like cannot be learned, take more examples (num_train)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what was pinned to steps</source>
        <translation>was an Schritte geheftet wurde</translation>
    </message>
    <message>
        <source>what was trained cannot be read ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what was trained, how it came out and what is wrong</source>
        <translation>was trainiert wurde, was herauskam und was nicht stimmt</translation>
    </message>
    <message>
        <source>where the norm over all layers passes the threshold, all are scaled by one factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>width = (2 / |w|) ln( |w| (1 + √(1 − 4/|w|)) / 2 − 1 )</source>
        <translation>Breite = (2 / |w|) ln( |w| (1 + √(1 − 4/|w|)) / 2 − 1 )</translation>
    </message>
    <message>
        <source>width of the interval</source>
        <translation>Breite des Intervalls</translation>
    </message>
    <message>
        <source>with a constant, which the bias behind takes up</source>
        <translation>mit einer Konstante, die der Bias dahinter aufnimmt</translation>
    </message>
    <message>
        <source>with skip connections a new layer could add 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>without {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write {0} or {{value:.2g}}, and a brace of the text twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w₁ (1 − σ(z)) &amp;lt; w₁ = {shown}: &lt;b&gt;it cannot be 2.&lt;/b&gt; It takes w₁ &amp;gt; 2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w₁: of the input x. The other numbers follow from it.</source>
        <translation>w₁: der Eingabe x. Die anderen Zahlen folgen daraus.</translation>
    </message>
    <message>
        <source>x alone</source>
        <translation>x allein</translation>
    </message>
    <message>
        <source>x alone: the orange peak is far too narrow to hit by chance. Write 0.01 into the box: z₃ is at 6 already, and w₃σ′(z₃) has fallen to 0.2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x, the first input</source>
        <translation>x, die erste Eingabe</translation>
    </message>
    <message>
        <source>y, the second input</source>
        <translation>y, die zweite Eingabe</translation>
    </message>
    <message>
        <source>z Phi(z), Phi the normal distribution function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>z if z &gt; 0 else exp(z) - 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>z moved to</source>
        <translation>z bewegt auf</translation>
    </message>
    <message>
        <source>zero and subnormal</source>
        <translation>null und subnormal</translation>
    </message>
    <message>
        <source>{0} (CUDA {1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} (by {1})</source>
        <translation>{0} (nach {1})</translation>
    </message>
    <message>
        <source>{0} (finding {1})</source>
        <translation>{0} (Befund {1})</translation>
    </message>
    <message>
        <source>{0} = {1} (rms of a weight&apos;s) x sqrt({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} = {1} / sqrt({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} = {1} / {2}; gate {3}, weight factor {4}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} = {1} is not allowed ({2}): {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} = {1} is not allowed: at least {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} = {1} is not allowed: give [step, value]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} = {1} is not allowed: give a table of names and values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} = {1} is not allowed: give a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} = {1} is not allowed: {2}</source>
        <translation>{0} = {1} ist nicht erlaubt: {2}</translation>
    </message>
    <message>
        <source>{0} A GRU&apos;s update gate plays its part.</source>
        <translation>{0} Das Update-Tor einer GRU spielt seine Rolle.</translation>
    </message>
    <message>
        <source>{0} INTO {1}({2}) VALUES({3})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} MB wait in memory because the file cannot be written: until it can, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} a label that does not exist ({1}): {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} already</source>
        <translation>{0} ist es schon</translation>
    </message>
    <message>
        <source>{0} and the others are not the forks of one trial, the control among them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0} und {1}</translation>
    </message>
    <message>
        <source>{0} and {1} do not belong together: shapes {2} and {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} announces {1} bytes of counts at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} announces {1} bytes of data and holds {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} around {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} at each time step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} begins with an empty row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} block {1} of level {2} does not hold the extremes of its rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} branches are not allowed: one to {1} beside the control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} branches of a trial</source>
        <translation>{0} Zweige eines Versuchs</translation>
    </message>
    <message>
        <source>{0} by layer {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be animated: nothing for the figure {1} is recorded from step {2} to {3}, but from {4} to {5}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be animated: {1} recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be changed little by little: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be continued from step {1}: choose one from {2} to {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be continued: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be copied from step {1}: {2} would be on the way until step {3}, and a copy has arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be forked: it was trained in a program of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be inflated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be made: LaTeX says: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be made: ffmpeg says: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be opened: {1}</source>
        <translation>{0} lässt sich nicht öffnen: {1}</translation>
    </message>
    <message>
        <source>{0} cannot be read now: another program is writing it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: it is no PDF drawing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: it is no PNG picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: it is no SVG drawing ({1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: there is no such file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}</source>
        <translation>{0} lässt sich nicht lesen: {1}</translation>
    </message>
    <message>
        <source>{0} cannot be recovered from {1}: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be started: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be written ({1}); training goes on and nothing is lost yet: free some space or save the session elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be written: no file can be made in its folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}</source>
        <translation>{0} lässt sich nicht schreiben: {1}</translation>
    </message>
    <message>
        <source>{0} cannot change at a step: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} change</source>
        <translation>{0} Änderung</translation>
    </message>
    <message>
        <source>{0} changes</source>
        <translation>{0} Änderungen</translation>
    </message>
    <message>
        <source>{0} changes what it reads a second time, and only ReLU does not; {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} channel</source>
        <translation>{0} Kanal</translation>
    </message>
    <message>
        <source>{0} channels</source>
        <translation>{0} Kanälen</translation>
    </message>
    <message>
        <source>{0} check</source>
        <translation>{0} Prüfung</translation>
    </message>
    <message>
        <source>{0} checks</source>
        <translation>{0} Prüfungen</translation>
    </message>
    <message>
        <source>{0} chunk 0/{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} chunk {1}/{2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} chunk {1}/{2} does not follow the one before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} chunk {1}/{2} has {3} bytes, which are not {4} rows of {5} numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} class</source>
        <translation>{0} Klasse</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} Klassen</translation>
    </message>
    <message>
        <source>{0} closer look</source>
        <translation>{0} genauere Betrachtung</translation>
    </message>
    <message>
        <source>{0} closer looks</source>
        <translation>{0} genauere Betrachtungen</translation>
    </message>
    <message>
        <source>{0} columns of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} comes from a newer Gradiometer than {1}: what it says cannot be read here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} copy {1}{2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} copy{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} decades above</source>
        <translation>{0} Dekaden darüber</translation>
    </message>
    <message>
        <source>{0} decades below</source>
        <translation>{0} Dekaden darunter</translation>
    </message>
    <message>
        <source>{0} does not check {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not fit its checksum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not hold the {1} bytes it announces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not say what it allows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not say which session it shows: it was not exported by Gradiometer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not say which session it shows: what it says of itself is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not stand behind the steps before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ends inside its header</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} evens that out as long as weights have gradients far above 1e-8 (now {1})</source>
        <translation>{0} gleicht das aus, solange Gewichte Gradienten weit über 1e-8 haben (jetzt {1})</translation>
    </message>
    <message>
        <source>{0} examples cannot be made: 1 to {1} are possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} examples, each {1}</source>
        <translation>{0} Beispiele, jedes {1}</translation>
    </message>
    <message>
        <source>{0} exists already: choose another name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} failed: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} from step {1}{2}</source>
        <translation>{0} ab Schritt {1}{2}</translation>
    </message>
    <message>
        <source>{0} from {1} on have steps that do not ascend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} goes on behind step {1}: go on in a new file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has a label of {1} characters: at most {2} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has a shape that cannot be held: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has a value twice: give each of them once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has more numbers than the {1} that are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has more than 8 bits a channel, which is not allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no array {1}: it holds {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no classes in a plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no figure {1}: choose one of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no header: its first row must name the columns, and holds numbers alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no label</source>
        <translation>{0} hat keine Klasse</translation>
    </message>
    <message>
        <source>{0} has no labels beside it: there is neither {1} nor {2}.gz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no number format behind its bar: give one like .3g</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no parameters: there is nothing to watch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no script: it begins at step {1} with the weights of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no script: it holds no step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no script: it was trained in a program of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no slope at 0, so a layer that adds 0 would never learn anything else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has only one class, {1}: at least two are needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has only one column, {1}: features and a label are needed, parted by commas, semicolons or tabs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has steps that do not ascend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has the label {1}: only whole numbers and words are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has the session format {1}.{2}, and this program reads {3}.x to {4}.x: use a {5} Gradiometer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has the shape {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} axes: 2 (vectors), 3 (images) or 4 (with channels) are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} blocks of level {2} where {3} belong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} bytes and should have {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} characters, and may have {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} columns named {2}: only one is allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} different labels: at most {2} classes are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} values an example: at most {2} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} values: give 1 to {2} of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} x {2} pixels and {3} has {4} x {5}: all images must have one size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1}: give one of the two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} histogram</source>
        <translation>{0} Histogramm</translation>
    </message>
    <message>
        <source>{0} histogram 0 is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} histogram {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} histogram {1} has steps that do not ascend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} histogram {1} is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} histogram {1} is out of the way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} histograms</source>
        <translation>{0} Histogramme</translation>
    </message>
    <message>
        <source>{0} histograms are out of order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds examples without values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no folders: each class needs one of its own, with its images in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds what this program does not know and would lose: use the Gradiometer that recorded it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds {1}, which Gradiometer did not write: choose another folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds {1}, which cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds {1}, which is none of these pictures: choose another folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds {1}: a number is needed{2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} in the new layer would change what that reads, by each batch or example anew; {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} inputs that are NaN or infinite: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is 0, and stays 0 however it is multiplied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a damaged gzip file: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a damaged image: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a file: numbered PNG pictures need the name of a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a folder: give the name of a file</source>
        <translation>{0} ist ein Ordner: Geben Sie den Namen einer Datei an</translation>
    </message>
    <message>
        <source>{0} is an SQLite file, but not a Gradiometer session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is asked for twice: name each section once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is being written again; nothing was lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is clipped at {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is empty</source>
        <translation>{0} ist leer</translation>
    </message>
    <message>
        <source>{0} is empty: a number is needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is given and is not among the sections: name it there too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is given twice: a session cannot be compared with itself</source>
        <translation>{0} ist zweimal angegeben: Eine Sitzung lässt sich nicht mit sich selbst vergleichen</translation>
    </message>
    <message>
        <source>{0} is gone and cannot be copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is in the way and is no folder: choose another folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is in use by another program{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is in use by this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is larger than {1} GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is measured neuron by neuron, so it has no {1}: choose the figure neurons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is measured point by point, so it has no {1}: choose the figure surface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is measured time step by time step, so it has no {1}: choose through_time or time_heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is neither a file nor a folder</source>
        <translation>{0} ist weder eine Datei noch ein Ordner</translation>
    </message>
    <message>
        <source>{0} is neither a preset ({1}) nor the path of a .toml file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is neither a rule set ({1}) nor the path of a .toml file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is neither a step nor a run of steps such as 0-300/3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no fork of a session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no fork of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no list of texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no path: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no run of steps: it must end at a step of its own, behind its first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no term: it divides more than once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no term: it {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no term: no single number is called {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no term: write quantity, quantity:layer or quantity:layer@time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not UTF-8 text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a Gradiometer session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a TOML file: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a figure of a comparison: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a figure: choose of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a figure: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a kind of histogram: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a lesson: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a quantity: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a section of a report: choose of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a table of a comparison: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a table: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a table: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not allowed: write name=value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not an IDX file of unsigned bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not an NPZ file: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not an axis of a map: choose two of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not an image that can be read</source>
        <translation>{0} ist kein lesbares Bild</translation>
    </message>
    <message>
        <source>{0} is not an image that can be read: {1}</source>
        <translation>{0} ist kein lesbares Bild: {1}</translation>
    </message>
    <message>
        <source>{0} is not an ordinary file: choose another name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not called as a file of images is: choose one with the word images in its name, so that the labels can be found beside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not known of a style: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not known: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not measured layer by layer, so it has no profile: choose one of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not the file of a figure: its name ends in none of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not the name of a figure: end it in {1} or {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not the name of a report: end it in {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not the name of an animation: end it in .mp4 or .gif, or name a folder for PNG pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not valid TOML: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not what it was when this session was made: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is of no kind that can be read: choose an .npz or .csv file, an IDX file of images (its name holds idx), or a folder of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is on its way until step {1}: change it at once, or wait until then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is too large: a rule set has at most {1} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is {1} already, against {2} to begin with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is {1}: only finite numbers up to {2} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} lacks the newest steps ({1}): save the session elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} layer</source>
        <translation>{0} Schicht</translation>
    </message>
    <message>
        <source>{0} layers</source>
        <translation>{0} Schichten</translation>
    </message>
    <message>
        <source>{0} layers cannot be told apart by their dashes: choose up to {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} layers of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} less</source>
        <translation>{0} weniger</translation>
    </message>
    <message>
        <source>{0} lies beside it and has nothing to roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} makes {1} of 0, so a new layer would add something.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} measured step</source>
        <translation>{0} gemessener Schritt</translation>
    </message>
    <message>
        <source>{0} measured steps</source>
        <translation>{0} gemessene Schritte</translation>
    </message>
    <message>
        <source>{0} more</source>
        <translation>{0} weitere</translation>
    </message>
    <message>
        <source>{0} names a bin that does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} names bins that do not ascend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} number</source>
        <translation>{0} Zahl</translation>
    </message>
    <message>
        <source>{0} numbers</source>
        <translation>{0} Zahlen</translation>
    </message>
    <message>
        <source>{0} of the gradients have the same sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of the gradients lie within two octaves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of the inputs of units lie outside -17 and 17, and {1} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of the inputs of units lie outside -5 and 5, and {1} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of the inputs of units lie outside -9.5 and 9.5, and {1} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of the last one&apos;s</source>
        <translation>{0} von dem der letzten</translation>
    </message>
    <message>
        <source>{0} of the outputs are 0 or less, and {1} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of the outputs are beyond 0.95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of the outputs are smaller than 1e-6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of the units put out 0 for every example</source>
        <translation>{0} der Neuronen geben bei jedem Beispiel 0 aus</translation>
    </message>
    <message>
        <source>{0} of the units put out 0 for every example, and the loss does not fall</source>
        <translation>{0} der Neuronen geben bei jedem Beispiel 0 aus, und der Verlust fällt nicht</translation>
    </message>
    <message>
        <source>{0} of the units put out 0 for every example, and {1} are allowed</source>
        <translation>{0} der Neuronen geben bei jedem Beispiel 0 aus, erlaubt sind {1}</translation>
    </message>
    <message>
        <source>{0} of the units stand where the slope is below 5 % of its steepest</source>
        <translation>{0} der Neuronen stehen, wo die Steigung unter 5 % ihrer steilsten liegt</translation>
    </message>
    <message>
        <source>{0} of {1} {2} no training example ({3}): {4}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} over steps, at the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} rows from {1} on are missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} rows {1} to {2} are missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s of training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} seed</source>
        <translation>{0} Startwert</translation>
    </message>
    <message>
        <source>{0} seeds</source>
        <translation>{0} Startwerte</translation>
    </message>
    <message>
        <source>{0} session file{1} cannot be compared: give two to eight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sessions compared</source>
        <translation>{0} verglichene Sitzungen</translation>
    </message>
    <message>
        <source>{0} stands there already, and would have to be switched off first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} step</source>
        <translation>{0} Schritt</translation>
    </message>
    <message>
        <source>{0} step {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} steps</source>
        <translation>{0} Schritte</translation>
    </message>
    <message>
        <source>{0} steps {1} the first change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} targets outside 0 to 1: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} targets that are NaN or infinite: mend them or leave these examples out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} the loss by {1}{2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} time step</source>
        <translation>{0} Zeitschritt</translation>
    </message>
    <message>
        <source>{0} time steps</source>
        <translation>{0} Zeitschritte</translation>
    </message>
    <message>
        <source>{0} time steps, a surface: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} time {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} times as large</source>
        <translation>{0}-mal so groß</translation>
    </message>
    <message>
        <source>{0} times as small</source>
        <translation>{0}-mal so klein</translation>
    </message>
    <message>
        <source>{0} times as wide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} times beyond the limit</source>
        <translation>{0}-mal die Grenze</translation>
    </message>
    <message>
        <source>{0} times larger</source>
        <translation>{0}-mal größer</translation>
    </message>
    <message>
        <source>{0} times longer than in {1}</source>
        <translation>{0}-mal länger als in {1}</translation>
    </message>
    <message>
        <source>{0} times shorter than in {1}</source>
        <translation>{0}-mal kürzer als in {1}</translation>
    </message>
    <message>
        <source>{0} times smaller</source>
        <translation>{0}-mal kleiner</translation>
    </message>
    <message>
        <source>{0} times the last one&apos;s</source>
        <translation>{0}-mal der der letzten</translation>
    </message>
    <message>
        <source>{0} to be told</source>
        <translation>{0} zu sagen</translation>
    </message>
    <message>
        <source>{0} to {1} are missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} training examples, number {1} first, have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} unit {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} warning</source>
        <translation>{0} Warnung</translation>
    </message>
    <message>
        <source>{0} warnings</source>
        <translation>{0} Warnungen</translation>
    </message>
    <message>
        <source>{0} was being written when its program ended, and its folder is read-only, so {1} cannot be applied: copy both files to a folder that can be written to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was on its way, and is there at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was rewritten by another program meanwhile: check it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was {1} and is {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} with profile {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} would take {1} GB of memory: at most {2} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} and {2} after {3}, {4}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} by {2} decades{3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1}, {2} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, by powers of two. {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, column {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, first layer&apos;s norm {1}</source>
        <translation>{0}, Norm der ersten Schicht {1}</translation>
    </message>
    <message>
        <source>{0}, first layer&apos;s norm {1} ({2} decades)</source>
        <translation>{0}, Norm der ersten Schicht {1} ({2} Dekaden)</translation>
    </message>
    <message>
        <source>{0}, learning rate {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, row 1 gives column {1} no name: name it, or take the column away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, row {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, row {1} has {2} cells: the header names {3} columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, row {1}, column {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1} layers, {2} parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}-conv {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}-journal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}.{1} has no shape yet: run one batch through the model before watching it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}/{1} holds no images ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: NaN or Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: a lesson&apos;s file is called by two digits and a name, as in 11-my-lesson.toml</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: a list of numbers is needed, one at least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: about = {1} is not allowed: give a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: each has to be 0 or from {1} to {2} in size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: entry {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: frozen, so without gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: step {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: the inside of {1} is not seen, so neither are delta per example, gain and gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: the ramp has arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: there is nothing to tell apart, take examples of several classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: two numbers, the smaller one first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: used more than once in a pass, so delta at each use is not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: without entries, so without gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: x has the shape {1}, where [n, features], [n, time steps, features] or [n, channels, height, width] is allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: x holds {1} examples and y {2} labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: x holds {1}, where only real numbers are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: y has the shape {1}, where [n] is allowed: one class an example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: y holds {1}, where only whole numbers and words are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} are not numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} cannot be read: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} is larger than {2} GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} is no array</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} is not UTF-8 text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} is not allowed; all must be finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} of the {2} measured are written, evenly spread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} of {2} time steps are written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1}, whose gradient is measured there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; in the control too in {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; least sure {1} %</source>
        <translation>{0}; am unsichersten {1} %</translation>
    </message>
    <message>
        <source>{0}; the session is kept in memory only until it is saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}[{1}] = {2} is not allowed: it stands there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}conditions is missing: give at least one condition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}factor {1}: give exactly one of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}nothing more is measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}points[{1}]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}preset: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}remedies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}set is missing: a cure changes a setting, or draws the weights anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}set.steps is not allowed: steps stands beside set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}set.{1} is not a setting: choose one of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}set: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}step = &apos;last&apos; is not allowed: the run {1} never ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}step = {1} is not allowed: the run {2} ends after step {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}there are none, so this run cannot be continued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}value: the run {1} does not measure {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}value: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}value: {1} speaks of a layer that the run {2} does not have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}{1} = {2} is not allowed: give a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}{1} is missing: give a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}{1} is missing: give {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}{1} is not allowed: {2} is a single number of the whole network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}{1} is not allowed: {2} takes none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}{1} is not known: choose one of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}{1} trains on a batch of one example at step {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}{1}: it was never a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{about}
Choose it again to undo all changes.</source>
        <translation>{about}
Noch einmal wählen, um alle Änderungen zurückzunehmen.</translation>
    </message>
    <message>
        <source>{agreeing} of {num_ratios}</source>
        <translation>{agreeing} von {num_ratios}</translation>
    </message>
    <message>
        <source>{by_batch} held-out</source>
        <translation>{by_batch} zurückgehalten</translation>
    </message>
    <message>
        <source>{channel}row {row}, column {column}: weight {weight:.3g}</source>
        <translation>{channel}Zeile {row}, Spalte {column}: Gewicht {weight:.3g}</translation>
    </message>
    <message>
        <source>{describe_bin}: {count} of {num_values}</source>
        <translation>{describe_bin}: {count} von {num_values}</translation>
    </message>
    <message>
        <source>{difference:.2f} decades less</source>
        <translation>{difference:.2f} Dekaden weniger</translation>
    </message>
    <message>
        <source>{difference:.2f} decades more</source>
        <translation>{difference:.2f} Dekaden mehr</translation>
    </message>
    <message>
        <source>{each:,.0f} MB</source>
        <translation>{each:,.0f} MB</translation>
    </message>
    <message>
        <source>{each:.1f} MB</source>
        <translation>{each:.1f} MB</translation>
    </message>
    <message>
        <source>{each} cannot be moved to the trash: {value}</source>
        <translation>{each} lässt sich nicht in den Papierkorb verschieben: {value}</translation>
    </message>
    <message>
        <source>{error}. What was recorded up to step {last} is safe and stays open.</source>
        <translation>{error}. Was bis Schritt {last} aufgezeichnet wurde, ist sicher und bleibt offen.</translation>
    </message>
    <message>
        <source>{factor:,.0f} x beyond the limit</source>
        <translation>{factor:,.0f}-mal die Grenze</translation>
    </message>
    <message>
        <source>{factor:.0e} x beyond the limit</source>
        <translation>{factor:.0e}-mal die Grenze</translation>
    </message>
    <message>
        <source>{factor:.2g} x beyond the limit</source>
        <translation>{factor:.2g}-mal die Grenze</translation>
    </message>
    <message>
        <source>{files} to the system&apos;s trash, from where you can put it back.</source>
        <translation>{files} in den Papierkorb des Systems; von dort können Sie sie zurückholen.</translation>
    </message>
    <message>
        <source>{first} at time step {times}, {last} at {times_2}</source>
        <translation>{first} bei Zeitschritt {times}, {last} bei {times_2}</translation>
    </message>
    <message>
        <source>{folder} could be anywhere: give the whole path, such as {usual}</source>
        <translation>{folder} könnte überall sein: Geben Sie den ganzen Pfad an, etwa {usual}</translation>
    </message>
    <message>
        <source>{headline} since step {first_step}</source>
        <translation>{headline} seit Schritt {first_step}</translation>
    </message>
    <message>
        <source>{head}: from {least} ({where}) to {most} ({where_most}), {slope}.</source>
        <translation>{head}: von {least} ({where}) bis {most} ({where_most}), {slope}.</translation>
    </message>
    <message>
        <source>{head}: none is known.</source>
        <translation>{head}: keine ist bekannt.</translation>
    </message>
    <message>
        <source>{head}: {value} everywhere.</source>
        <translation>{head}: überall {value}.</translation>
    </message>
    <message>
        <source>{help}
{allowed}; empty: the usual ones.</source>
        <translation>{help}
{allowed}; leer: die üblichen.</translation>
    </message>
    <message>
        <source>{how}

Theory sets out from the measured delta of the output layer. 5 % to 95 % of single draws lie in the band; its own error is at most {error_decades:.2g} decades.</source>
        <translation>{how}

Die Theorie geht vom gemessenen Delta der Ausgabeschicht aus. 5 % bis 95 % der einzelnen Ziehungen liegen im Band; ihr eigener Fehler beträgt höchstens {error_decades:.2g} Dekaden.</translation>
    </message>
    <message>
        <source>{itemText}, judged anew</source>
        <translation>{itemText}, neu beurteilt</translation>
    </message>
    <message>
        <source>{join} is still on its way: wait until the ramp has arrived.</source>
        <translation>{join} ist noch unterwegs: Warten Sie, bis die Rampe angekommen ist.</translation>
    </message>
    <message>
        <source>{label} (because: {because})</source>
        <translation>{label} (weil: {because})</translation>
    </message>
    <message>
        <source>{label}, because of {because} of {origin}</source>
        <translation>{label}, wegen {because} von {origin}</translation>
    </message>
    <message>
        <source>{label}, step {step}: {what}</source>
        <translation>{label}, Schritt {step}: {what}</translation>
    </message>
    <message>
        <source>{label}, {layer_names}, step {found:,}: {value}</source>
        <translation>{label}, {layer_names}, Schritt {found:,}: {value}</translation>
    </message>
    <message>
        <source>{label}: at the next step</source>
        <translation>{label}: beim nächsten Schritt</translation>
    </message>
    <message>
        <source>{label}{where}, step {step:,}: {tell_height} ({own:.3g} against {of_control:.3g})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer_names} at step {step}</source>
        <translation>{layer_names} bei Schritt {step}</translation>
    </message>
    <message>
        <source>{layer_names}, neuron {neuron}</source>
        <translation>{layer_names}, Neuron {neuron}</translation>
    </message>
    <message>
        <source>{layer}, time step {time}</source>
        <translation>{layer}, Zeitschritt {time}</translation>
    </message>
    <message>
        <source>{layer}, {time} time step</source>
        <translation>{layer}, {time} Zeitschritt</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>{minutes} min {rest} s</source>
        <translation>{minutes} min {rest} s</translation>
    </message>
    <message numerus="yes">
        <source>{n:,} sessions</source>
        <translation>
            <numerusform>{n} Sitzung</numerusform>
            <numerusform>{n:,} Sitzungen</numerusform>
        </translation>
    </message>
    <message>
        <source>{names} at step {step}</source>
        <translation>{names} bei Schritt {step}</translation>
    </message>
    <message>
        <source>{names}, neuron {neuron}: dC/db = {shown}</source>
        <translation>{names}, Neuron {neuron}: dC/db = {shown}</translation>
    </message>
    <message>
        <source>{names}: none</source>
        <translation>{names}: keine</translation>
    </message>
    <message>
        <source>{name} (not in this folder)</source>
        <translation>{name} (nicht in diesem Ordner)</translation>
    </message>
    <message>
        <source>{name} cannot be made: the session is in no file</source>
        <translation>{name} kann nicht erstellt werden: Die Sitzung steht in keiner Datei</translation>
    </message>
    <message>
        <source>{name} exists already.</source>
        <translation>{name} gibt es schon.</translation>
    </message>
    <message>
        <source>{name} from {low:g} to {high:g}: give the smaller number first</source>
        <translation>{name} von {low:g} bis {high:g}: Geben Sie zuerst die kleinere Zahl an</translation>
    </message>
    <message>
        <source>{name} is not among the sessions of this folder, whose names end in </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: ready to train, with {changes}</source>
        <translation>{name}: bereit zum Training, {changes}</translation>
    </message>
    <message>
        <source>{name}: {first} at step {first_step}, {last} at step {last_step}; least {least} at step {least_step}, most {most} at step {most_step}.</source>
        <translation>{name}: {first} bei Schritt {first_step}, {last} bei Schritt {last_step}; am wenigsten {least} bei Schritt {least_step}, am meisten {most} bei Schritt {most_step}.</translation>
    </message>
    <message>
        <source>{name}: {value} at step {step}.</source>
        <translation>{name}: {value} bei Schritt {step}.</translation>
    </message>
    <message>
        <source>{nearest} is a file: sessions need a folder</source>
        <translation>{nearest} ist eine Datei: Sitzungen brauchen einen Ordner</translation>
    </message>
    <message>
        <source>{none}, as of the moons, the spirals and the circles.</source>
        <translation>{none}, etwa die der Monde, der Spiralen und der Kreise.</translation>
    </message>
    <message>
        <source>{num_chosen} sessions</source>
        <translation>{num_chosen} Sitzungen</translation>
    </message>
    <message>
        <source>{num_frames} frames</source>
        <translation>{num_frames} Bilder</translation>
    </message>
    <message>
        <source>{num_measured} seeds: </source>
        <translation>{num_measured} Startwerte: </translation>
    </message>
    <message>
        <source>{num_names} layers</source>
        <translation>{num_names} Schichten</translation>
    </message>
    <message>
        <source>{num_over} of {num_cells} cells</source>
        <translation>{num_over} von {num_cells} Zellen</translation>
    </message>
    <message>
        <source>{num_shown} of {sessions}</source>
        <translation>{num_shown} von {sessions}</translation>
    </message>
    <message>
        <source>{num_shown} sessions</source>
        <translation>{num_shown} Sitzungen</translation>
    </message>
    <message>
        <source>{num_summaries} sessions</source>
        <translation>{num_summaries} Sitzungen</translation>
    </message>
    <message>
        <source>{number} sessions</source>
        <translation>{number} Sitzungen</translation>
    </message>
    <message numerus="yes">
        <source>{n} changes to come</source>
        <translation>
            <numerusform>{n} Änderung folgt</numerusform>
            <numerusform>{n} Änderungen folgen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} layers</source>
        <translation>
            <numerusform>{n} Schicht</numerusform>
            <numerusform>{n} Schichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} marks, the last at step {last}.</source>
        <translation>
            <numerusform>{n} Marke, bei Schritt {last}.</numerusform>
            <numerusform>{n} Marken, die letzte bei Schritt {last}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} other errors came after it: see the log.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{out} is a folder: give the name of a file</source>
        <translation>{out} ist ein Ordner: Geben Sie den Namen einer Datei an</translation>
    </message>
    <message>
        <source>{path} is a folder: give the name of a file</source>
        <translation>{path} ist ein Ordner: Geben Sie den Namen einer Datei an</translation>
    </message>
    <message>
        <source>{path} is not the file of a style: its name does not end in .toml</source>
        <translation>{path} ist keine Stildatei: Ihr Name endet nicht auf .toml</translation>
    </message>
    <message>
        <source>{peak}: below 1, so there is &lt;b&gt;no such a&lt;/b&gt;. It takes |w| ≥ 4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{pop}, {times} / {times_2} time step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{power_of_ten}{above}: explodes</source>
        <translation>{power_of_ten}{above}: explodiert</translation>
    </message>
    <message>
        <source>{prefix}{join} - Gradiometer</source>
        <translation>{prefix}{join} - Gradiometer</translation>
    </message>
    <message>
        <source>{profile} (input side) to {profile_2}</source>
        <translation>{profile} (Eingabe) bis {profile_2}</translation>
    </message>
    <message>
        <source>{rate:.2g} steps/s</source>
        <translation>{rate:.2g} Schritte/s</translation>
    </message>
    <message>
        <source>{rate} steps/s</source>
        <translation>{rate} Schritte/s</translation>
    </message>
    <message>
        <source>{read_only}: it is shown as it grows, and cannot be changed here</source>
        <translation>{read_only}: Sie wird gezeigt, während sie wächst, und kann hier nicht geändert werden</translation>
    </message>
    <message>
        <source>{share:.1%} accuracy</source>
        <translation>{share:.1%} Genauigkeit</translation>
    </message>
    <message>
        <source>{share:.1%} on the newest batch</source>
        <translation>{share:.1%} auf dem neuesten Batch</translation>
    </message>
    <message>
        <source>{short}
({short_2} to {short_3})</source>
        <translation>{short}
({short_2} bis {short_3})</translation>
    </message>
    <message>
        <source>{short} (cannot be read)</source>
        <translation>{short} (nicht lesbar)</translation>
    </message>
    <message>
        <source>{shown}, {unread:,} more to read …</source>
        <translation>{shown}, noch {unread:,} zu lesen …</translation>
    </message>
    <message>
        <source>{size}, {width} x {height} pixels at {dpi:g} dpi</source>
        <translation>{size}, {width} x {height} Pixel bei {dpi:g} dpi</translation>
    </message>
    <message>
        <source>{size}; LaTeX sets the letters in the font of its document</source>
        <translation>{size}; LaTeX setzt die Buchstaben in der Schrift seines Dokuments</translation>
    </message>
    <message>
        <source>{stem} copy{SUFFIX}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{steps} steps</source>
        <translation>{steps} Schritte</translation>
    </message>
    <message>
        <source>{structure} (a loop of your own)</source>
        <translation>{structure} (eine eigene Trainingsschleife)</translation>
    </message>
    <message>
        <source>{structure}, trained by {optimizer} in a program of its own and recorded with gradiometer.watch. Its settings stand in that program.</source>
        <translation>{structure}, mit {optimizer} in einem eigenen Programm trainiert und mit gradiometer.watch aufgezeichnet. Ihre Einstellungen stehen in jenem Programm.</translation>
    </message>
    <message>
        <source>{structure}. A saved session: these were its last settings.</source>
        <translation>{structure}. Eine gespeicherte Sitzung: Das waren ihre letzten Einstellungen.</translation>
    </message>
    <message>
        <source>{structure}. Every change takes effect at the next step.</source>
        <translation>{structure}. Jede Änderung gilt ab dem nächsten Schritt.</translation>
    </message>
    <message>
        <source>{structure}. The run has ended: press Continue to train on and change it.</source>
        <translation>{structure}. Der Lauf ist zu Ende: Drücken Sie „Fortsetzen“, um weiterzutrainieren und ihn zu ändern.</translation>
    </message>
    <message>
        <source>{structure}: {num_parameters} parameters</source>
        <translation>{structure}: {num_parameters} Parameter</translation>
    </message>
    <message>
        <source>{subject} ended with an unexpected error.</source>
        <translation>{subject} endete mit einem unerwarteten Fehler.</translation>
    </message>
    <message>
        <source>{swatch}&amp;nbsp;NaN&amp;nbsp;or&amp;nbsp;Inf</source>
        <translation>{swatch}&amp;nbsp;NaN&amp;nbsp;oder&amp;nbsp;Inf</translation>
    </message>
    <message>
        <source>{text}
Click to see it</source>
        <translation>{text}
Klicken, um es zu sehen</translation>
    </message>
    <message>
        <source>{text} Source: {source}</source>
        <translation>{text} Quelle: {source}</translation>
    </message>
    <message>
        <source>{text} · {num_shown} sessions</source>
        <translation>{text} · {num_shown} Sitzungen</translation>
    </message>
    <message>
        <source>{text}, norms every {apart} steps</source>
        <translation>{text}, Normen alle {apart} Schritte</translation>
    </message>
    <message>
        <source>{text}. The session goes on recording.</source>
        <translation>{text}. Die Sitzung zeichnet weiter auf.</translation>
    </message>
    <message>
        <source>{text}; there will be {count}, the control included.</source>
        <translation>{text}; es werden {count}, die Kontrolle eingeschlossen.</translation>
    </message>
    <message>
        <source>{text}none</source>
        <translation>{text}keiner</translation>
    </message>
    <message>
        <source>{title} (changed)</source>
        <translation>{title} (geändert)</translation>
    </message>
    <message>
        <source>{title} - Manual - Gradiometer</source>
        <translation>{title} - Handbuch - Gradiometer</translation>
    </message>
    <message>
        <source>{title} has no momentum.</source>
        <translation>{title} hat kein Momentum.</translation>
    </message>
    <message>
        <source>{title} here.</source>
        <translation>{title} hier.</translation>
    </message>
    <message>
        <source>{title} in a new session</source>
        <translation>{title} in einer neuen Sitzung</translation>
    </message>
    <message>
        <source>{title} in {place}</source>
        <translation>{title} in {place}</translation>
    </message>
    <message>
        <source>{title} of neuron {neuron}.</source>
        <translation>{title} von Neuron {neuron}.</translation>
    </message>
    <message>
        <source>{title} of {layers} at step {step}</source>
        <translation>{title} von {layers} bei Schritt {step}</translation>
    </message>
    <message>
        <source>{title} slider</source>
        <translation>Regler für {title}</translation>
    </message>
    <message>
        <source>{title} would have said, {upto}:</source>
        <translation>{title} hätte gesagt, {upto}:</translation>
    </message>
    <message>
        <source>{title} {structure} ({where}) - Gradiometer</source>
        <translation>{title} {structure} ({where}) - Gradiometer</translation>
    </message>
    <message>
        <source>{title} {structure} on {data}: ready to train at once</source>
        <translation>{title} {structure} auf {data}: sofort bereit zum Training</translation>
    </message>
    <message>
        <source>{title}: at the next step</source>
        <translation>{title}: beim nächsten Schritt</translation>
    </message>
    <message>
        <source>{trouble}. It is tried again; what was read stays on the screen</source>
        <translation>{trouble}. Es wird wieder versucht; was gelesen wurde, bleibt auf dem Bildschirm</translation>
    </message>
    <message>
        <source>{value:.3g} at step {loss}</source>
        <translation>{value:.3g} bei Schritt {loss}</translation>
    </message>
    <message>
        <source>{verb}; step {step}.</source>
        <translation>{verb}; Schritt {step}.</translation>
    </message>
    <message>
        <source>{what} from</source>
        <translation>{what} von</translation>
    </message>
    <message>
        <source>{what} to</source>
        <translation>{what} bis</translation>
    </message>
    <message>
        <source>{who}: gain {shown}, gate {shown_2} x weights {shown_3}</source>
        <translation>{who}: Verstärkung {shown}, Tor {shown_2} x Gewichte {shown_3}</translation>
    </message>
    <message>
        <source>{who}: none</source>
        <translation>{who}: keine</translation>
    </message>
    <message>
        <source>{who}: none, the signal sets out from here</source>
        <translation>{who}: keine, das Signal geht von hier aus</translation>
    </message>
    <message>
        <source>{who}: {half}; exactly 0 are {zeros:.1%}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{why_not} The measured batch stands alone.</source>
        <translation>{why_not} Der gemessene Batch steht allein.</translation>
    </message>
    <message>
        <source>{width_mm:g} x {height_mm:g} mm</source>
        <translation>{width_mm:g} x {height_mm:g} mm</translation>
    </message>
    <message>
        <source>{written} is not the name of a file: {error}</source>
        <translation>{written} ist kein Dateiname: {error}</translation>
    </message>
    <message>
        <source>{written} is not the name of a file: {value}</source>
        <translation>{written} ist kein Dateiname: {value}</translation>
    </message>
    <message>
        <source>|W_l|_F: sqrt(sum of squares) over the layer&apos;s weights, before the update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|W_{l+1}|_F / sqrt(N_{l+1}): the rms length of the rows of the layer behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/dW_1| / |dC/dW_L|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/dW_1| before clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/dW_L| / |dC/dW_1|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/dW_l| / sqrt(number of weights): the rms of one weight&apos;s gradient, before clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/dW_l| as the optimizer sees it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/dW_l| before clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/dW_l|: sqrt(sum of squares) over the layer&apos;s weights, before clipping</source>
        <translation>|dC/dW_l|: sqrt(Summe der Quadrate) über die Gewichte der Schicht, vor dem Kappen</translation>
    </message>
    <message>
        <source>|dC/db1 : dC/db4| against how far z is moved</source>
        <translation>|dC/db1 : dC/db4| dagegen, wie weit z bewegt ist</translation>
    </message>
    <message>
        <source>|dC/db_l| as the optimizer sees it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/db_l| over the layer&apos;s linear bias, before clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/dbeta_l| for a bias beta_l added at the activation&apos;s input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/dx_l| for what the layer hands on, x_l, a skip connection added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/dz_l| over all units and examples of the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dC/d{0}_t|, {1}_t what the {2} reads at time step t, before its own function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dW_l| / |W_l| by the largest of all layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dW_l| / |W_l| of one update of the optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|dW_l|_F / |W_l|_F of one update of the optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|delta| against depth</source>
        <translation>|Delta| gegen die Tiefe</translation>
    </message>
    <message>
        <source>|mean| of the training inputs by their standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|w sigma&apos;(wa + b)| over a</source>
        <translation>|w sigma&apos;(wa + b)| über a</translation>
    </message>
    <message>
        <source>|w σ′(wa + b)|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|w σ′(wa + b)| ≤ |w| / 4 = {shown}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|δ| and its factors</source>
        <translation>|δ| und seine Faktoren</translation>
    </message>
    <message>
        <source>|δ₁| : |δ&lt;sub&gt;output&lt;/sub&gt;| = {factors} = &lt;b&gt;{shown}&lt;/b&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|∂C/∂b₁ : ∂C/∂b₄| with w = 100, moved away from z = 0: &lt;span style=&quot;color:{training}&quot;&gt;■&lt;/span&gt;&amp;nbsp;all&amp;nbsp;z&amp;nbsp;alike&amp;ensp;&lt;span style=&quot;color:{held_out}&quot;&gt;■&lt;/span&gt;&amp;nbsp;x&amp;nbsp;alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|∂C/∂h₁| / |∂C/∂h₁₀₀| = {0}; of an LSTM&apos;s cell, |∂C/∂c₁| / |∂C/∂c₁₀₀| = {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>© 2026 The Gradiometer authors, MIT license</source>
        <translation>© 2026 Die Autoren von Gradiometer, MIT-Lizenz</translation>
    </message>
    <message>
        <source>δ on its way back</source>
        <translation>δ auf seinem Rückweg</translation>
    </message>
    <message>
        <source>δₗ = φ′(zₗ) ⊙ (Wₗ₊₁ᵀ δₗ₊₁)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>λ = {amount:.4g} for n = {num_train}</source>
        <translation>λ = {amount:.4g} für n = {num_train}</translation>
    </message>
    <message>
        <source>– • –&amp;nbsp;held-out</source>
        <translation>– • –&amp;nbsp;zurückgehalten</translation>
    </message>
    <message>
        <source>——&amp;nbsp;training</source>
        <translation>——&amp;nbsp;Training</translation>
    </message>
    <message>
        <source>… and {num_left} more that have ended</source>
        <translation>… und {num_left} weitere, die zu Ende sind</translation>
    </message>
    <message>
        <source>∂C/∂b₁ / ∂C/∂b₃ then: two factors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>∂C/∂b₁ : ∂C/∂b₄ = σ′(z₁)w₂ · σ′(z₂)w₃ · σ′(z₃)w₄&lt;br&gt;&amp;nbsp;&amp;nbsp;&amp;nbsp;= {product} = &lt;b&gt;{shown}&lt;/b&gt;&lt;br&gt;&amp;nbsp;&amp;nbsp;&amp;nbsp;The gradient {verdict} on its way back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>∂C/∂b₁ = σ′(z₁) · w₂σ′(z₂) · w₃σ′(z₃) · w₄σ′(z₄) · ∂C/∂a₄</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>∂C/∂b₃ / ∂C/∂b₁, weights of 1, all neurons at their steepest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>∂C/∂h, first</source>
        <translation>∂C/∂h, zuerst</translation>
    </message>
    <message>
        <source>∂C/∂h, last</source>
        <translation>∂C/∂h, zuletzt</translation>
    </message>
    <message>
        <source>−{high} to 0</source>
        <translation>−{high} bis 0</translation>
    </message>
    <message>
        <source>−{high} to −{low}</source>
        <translation>−{high} bis −{low}</translation>
    </message>
</context>
</TS>
