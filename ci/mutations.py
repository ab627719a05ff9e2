#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The random mutations of ci/mutate: what is changed in a tree, and how.

A kind is a function that takes the tree, the random numbers and the name of one file; it changes files
and returns a word, or None where it finds nothing to change.
"""
import collections
import json
import os
import re
import shutil
import subprocess
import sys

MOST_READERS = 150  # of a header: make would take too long
KINDS = {}


def kind(of):
    """Register a mutation: it changes files of a tree and returns a word, or None if it cannot."""
    def take(function):
        KINDS[function.__name__.replace("_", "-")] = (of, function)
        return function
    return take


def run(argv, **kwargs):
    return subprocess.run(argv, capture_output=True, text=True, errors="replace", check=False,
                          stdin=subprocess.DEVNULL, **kwargs)


def give_up(why):
    """No answer: a tool failed."""
    print("ci/mutate: " + why, file=sys.stderr)
    sys.exit(3)


def must(argv, **kwargs):
    done = run(argv, **kwargs)
    if done.returncode:
        give_up(f"{' '.join(argv[:6])}: exit {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def discard(folder, path):
    """Delete one file, or one folder with all that is in it, below the folder of this run, and nowhere
    else."""
    real = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
    if not real.startswith(os.path.realpath(folder) + os.sep):
        raise ValueError(f"not deleted, for it is not below {folder}: {path}")
    if os.path.isdir(real) and not os.path.islink(real):
        shutil.rmtree(real)
    else:
        os.remove(real)


class Tree:
    """The checkout that is mutated, and what the make of the base reads."""

    def __init__(self, folder):
        self.root, self.touched = os.path.join(folder, "mutated"), set()
        self.sources, self.headers = [], collections.Counter()
        known = os.path.join(folder, "read.json")
        if not os.path.exists(known):
            self.read_records(os.path.join(folder, "tree") + "/", os.path.join(folder, "out"))
            with open(known, "w") as stream:
                json.dump([sorted(self.sources), self.headers], stream)
        with open(known) as stream:
            self.sources, headers = json.load(stream)
        self.headers = {h: n for h, n in headers.items() if n <= MOST_READERS}
        folders = sorted({os.path.dirname(s) for s in self.sources})
        self.makefiles = [p for f in folders for p in (f + "/Makefile", f + "/Kbuild")
                          if os.path.exists(self.path(p))]
        self.kconfigs = [f + "/Kconfig" for f in folders if os.path.exists(self.path(f + "/Kconfig"))]

    def read_records(self, prefix, out):
        for where, _, names in os.walk(out):
            for name in names:
                if name.endswith(".o.cmd"):
                    self.read_record(prefix, os.path.join(where, name))

    def read_record(self, prefix, record):
        with open(record, errors="replace") as stream:
            text = stream.read()
        found = re.search(r"^source_\S+ := (\S+)", text, re.M)
        if not found or not found[1].startswith(prefix):
            return
        self.sources.append(found[1][len(prefix):])
        for header in set(re.findall(re.escape(prefix) + r"(\S+\.h)\b", text)):
            self.headers[os.path.normpath(header)] += 1

    def path(self, name):
        return os.path.join(self.root, name)

    def read(self, name):
        with open(self.path(name), errors="surrogateescape") as stream:
            return stream.read()

    def write(self, name, text):
        self.touched.add(name)
        with open(self.path(name), "w", errors="surrogateescape") as stream:
            stream.write(text)

    def discard(self, name):
        self.touched.add(name)
        discard(self.root, self.path(name))

    def files(self, of):
        lists = {"source": [s for s in self.sources if s.endswith(".c")],
                 "asm": [s for s in self.sources if s.endswith(".S")],
                 "header": list(self.headers), "makefile": self.makefiles,
                 "kconfig": self.kconfigs,
                 "script": ["arch/x86/kernel/vmlinux.lds.S", "include/asm-generic/vmlinux.lds.h"],
                 "input": ["arch/x86/lib/x86-opcode-map.txt", "kernel/bounds.c",
                           "arch/x86/entry/syscalls/syscall_64.tbl", "scripts/Makefile.lib",
                           "scripts/mod/modpost.c", "include/linux/mod_devicetable.h",
                           "arch/x86/kernel/asm-offsets.c", "lib/gen_crc32table.c",
                           "arch/x86/entry/vdso/vdso.lds.S", "arch/x86/tools/relocs.c",
                           "usr/gen_init_cpio.c", "scripts/link-vmlinux.sh"]}
        return sorted(lists[of])


def replace_match(tree, name, match, new):
    text = tree.read(name)
    tree.write(name, text[:match.start()] + new + text[match.end():])


def pick(rng, pattern, text, flags=re.M):
    found = list(re.finditer(pattern, text, flags))
    return rng.choice(found) if found else None


def edit(tree, rng, name, pattern, new):
    """Replace one random match; new: a text, or what makes one of the match."""
    match = pick(rng, pattern, tree.read(name))
    if not match:
        return None
    replace_match(tree, name, match, new(match) if callable(new) else match.expand(new))
    return match[0].strip().split("\n")[0][:60]


PROTOTYPE = r"^(?!static|typedef|#)([a-z][\w \t*]*?[ *])([a-z_]\w+)(\([^;{}#]*\);)$"
FUNCTION = r"^(?!static|struct \w+ \{|typedef|extern|#)([a-z][\w \t*]*?[ *])([a-z_]\w+)(\([^;{}#]*\)\n\{)"


@kind("header")
def declaration_renamed(tree, rng, name):
    return edit(tree, rng, name, PROTOTYPE, r"\1\2_other\3")


@kind("header")
def declaration_typed(tree, rng, name):
    return edit(tree, rng, name, PROTOTYPE, r"struct nobody *\2\3")


@kind("header")
def declaration_dropped(tree, rng, name):
    return edit(tree, rng, name, PROTOTYPE, "")


@kind("header")
def declaration_added(tree, rng, name):
    return edit(tree, rng, name, PROTOTYPE, lambda m: f"{m[0]}\nint {m[2]}_{rng.randrange(99)}(void);")


@kind("header")
def constant_changed(tree, rng, name):
    return edit(tree, rng, name, r"^(#define[ \t]+[A-Z]\w+[ \t]+)(0x[0-9a-f]+|\d+)\b",
                lambda m: m[1] + rng.choice(["1", "4096", "0x7fffffff"]))


@kind("header")
def macro_dropped(tree, rng, name):
    return edit(tree, rng, name, r"^#define[ \t]+\w+[ \t(](?:.*\\\n)*.*\n", "")


@kind("header")
def member_renamed(tree, rng, name):
    return edit(tree, rng, name, r"^(\t[a-z][\w ]*[ *])([a-z]\w+)(;)", r"\1\2_other\3")


@kind("header")
def member_added(tree, rng, name):
    return edit(tree, rng, name, r"^\t[a-z][\w ]*[ *][a-z]\w+;", lambda m: m[0] + "\n\tint nobody_reads_it;")


@kind("header")
def inline_added(tree, rng, name):
    word = f"mutant_{rng.randrange(10 ** 6)}"
    return edit(tree, rng, name, PROTOTYPE, lambda m: m[0] + rng.choice([
        f"\nstatic inline int {word}(void)\n{{\n\treturn 1;\n}}",
        f"\nint {word}(void)\n{{\n\treturn 1;\n}}", f"\nint {word};",
        f"\nint {word}(void);\nstatic inline int use_{word}(void)\n{{\n\treturn {word}();\n}}"]))


@kind("header")
def header_init(tree, rng, name):
    return edit(tree, rng, name, PROTOTYPE, lambda m: f"{m[1]}__init {m[2]}{m[3]}")


@kind("header")
def include_dropped(tree, rng, name):
    return edit(tree, rng, name, r"^#include .*\n", "")


@kind("header")
def header_deleted(tree, rng, name):
    tree.discard(name)
    return name


@kind("header")
def header_comment(tree, rng, name):
    return edit(tree, rng, name, PROTOTYPE, r"/* Said of it. */\n\g<0>")


@kind("source")
def include_lost(tree, rng, name):
    return edit(tree, rng, name, r"^#include .*\n", "")


@kind("source")
def statement_dropped(tree, rng, name):
    return edit(tree, rng, name, r"^\t+[a-z][\w>.\-\[\] ]* ?[=(][^{}\n]*;\n", "")


@kind("source")
def word_mistyped(tree, rng, name):
    return edit(tree, rng, name, r"^(\t+.*\b)([a-z]\w{4,})(\b.*;)$", r"\1\2x\3")


@kind("source")
def export_dropped(tree, rng, name):
    return edit(tree, rng, name, r"^EXPORT_SYMBOL\w*\(\w+\);\n", "")


@kind("source")
def export_gpl(tree, rng, name):
    return edit(tree, rng, name, r"^EXPORT_SYMBOL(?:_GPL)?\((\w+)\);",
                rng.choice([r"EXPORT_SYMBOL_NS(\1, SPACE);", r"EXPORT_SYMBOL_GPL(\1);",
                            r"\g<0>\n\g<0>"]))


@kind("source")
def function_static(tree, rng, name):
    return edit(tree, rng, name, FUNCTION, r"static \1\2\3")


@kind("source")
def function_init(tree, rng, name):
    return edit(tree, rng, name, FUNCTION, r"\1__init \2\3")


@kind("source")
def static_init(tree, rng, name):
    return edit(tree, rng, name, r"^static ([a-z][\w \t*]*?[ *])([a-z_]\w+)(\([^;{}#]*\)\n\{)",
                r"static \1__init \2\3")


@kind("source")
def init_dropped(tree, rng, name):
    return edit(tree, rng, name, r"\b__(?:init|exit)(?:data|const)? ", "")


@kind("source")
def function_renamed(tree, rng, name):
    return edit(tree, rng, name, FUNCTION, r"\1\2_other\3")


@kind("source")
def function_dropped(tree, rng, name):
    return edit(tree, rng, name, FUNCTION + r"[\s\S]*?^\}\n", "")


def global_name(tree, rng):
    for _ in range(30):
        match = pick(rng, FUNCTION, tree.read(rng.choice(tree.files("source"))))
        if match:
            return match[2]
    return "printk"


@kind("source")
def function_doubled(tree, rng, name):
    word = rng.choice([global_name(tree, rng), f"mutant_{rng.randrange(10 ** 6)}"])
    tree.write(name, tree.read(name) + f"\nvoid {word}(void);\nvoid {word}(void)\n{{\n}}\n")
    return word


@kind("source")
def call_added(tree, rng, name):
    word = rng.choice([global_name(tree, rng), global_name(tree, rng), "mutant_nowhere"])
    user = f"mutant_{rng.randrange(10 ** 6)}"
    tree.write(name, tree.read(name) + f"\nextern int {word}();\nint {user}(void);\n"
               f"int {user}(void)\n{{\n\treturn {word}();\n}}\n")
    return word


@kind("source")
def table_open(tree, rng, name):
    return edit(tree, rng, name, r"^\t\{ ?(?:0|/\*[^*]*\*/)?,? ?\},?(?: */\*.*\*/)?\n\};", "};")


@kind("source")
def initialiser_changed(tree, rng, name):
    return edit(tree, rng, name, r"^\t\.(\w+)([ \t]*= )([^{}\n]*),\n",
                rng.choice(["", r"\t.\1_other\2\3,\n", r"\t.\1\2nobody,\n"]))


@kind("source")
def section_put(tree, rng, name):
    word = f"mutant_{rng.randrange(10 ** 6)}"
    section = rng.choice([".mutant", ".data.mutant", ".init.data", ".rodata"])
    tree.write(name, tree.read(name) + f'\nextern int {word};\n'
               f'int {word} __attribute__((section("{section}"))) = 1;\n')
    return section


@kind("source")
def licence_changed(tree, rng, name):
    return edit(tree, rng, name, r"^MODULE_(LICENSE|IMPORT_NS)\(.*\);\n",
                rng.choice(["", 'MODULE_LICENSE("Proprietary");\n']))


@kind("source")
def source_comment(tree, rng, name):
    return edit(tree, rng, name, FUNCTION, r"/* Said of it. */\n\g<0>")


@kind("source")
def source_deleted(tree, rng, name):
    tree.discard(name)
    return name


@kind("source")
def source_moved(tree, rng, name):
    new = name[:-2] + "_moved.c"
    tree.touched |= {name, new}
    os.rename(tree.path(name), tree.path(new))
    makefile = os.path.dirname(name) + "/Makefile"
    if rng.random() < .7 and os.path.exists(tree.path(makefile)):
        stem = os.path.basename(name)[:-2]
        text = tree.read(makefile)
        tree.write(makefile, re.sub(rf"(?<![\w-]){re.escape(stem)}\.o\b", stem + "_moved.o", text))
    return new


@kind("source")
def source_linked(tree, rng, name):
    other = rng.choice(tree.files("source"))
    tree.discard(name)
    os.symlink(os.path.relpath(tree.path(other), os.path.dirname(tree.path(name))), tree.path(name))
    return other


@kind("source")
def mode_changed(tree, rng, name):
    tree.touched.add(name)
    os.chmod(tree.path(name), 0o755)
    return name


@kind("makefile")
def object_dropped(tree, rng, name):
    return edit(tree, rng, name, r" [\w-]+\.o\b", "")


@kind("makefile")
def object_missing(tree, rng, name):
    line = rng.choice(["obj-y += mutant.o", "always-y += mutant.bin", "obj-m += mutant/",
                       "extra-y += mutant.lds", "ccflags-y += -DMUTANT", "ccflags-y += -Wbad-flag",
                       "hostprogs-always-y += mutant", "$(obj)/mutant: FORCE\n\tfalse",
                       "# Said of it.", "subdir-y += mutant", "obj-y += $(wildcard mutant)"])
    tree.write(name, tree.read(name) + line + "\n")
    return line


@kind("makefile")
def makefile_line(tree, rng, name):
    return edit(tree, rng, name, r"^[^#\n].*\n", "")


@kind("makefile")
def object_modular(tree, rng, name):
    return edit(tree, rng, name, r"^obj-(?:y|\$\(CONFIG_\w+\))", rng.choice(["obj-m", "obj-y", "obj-n"]))


@kind("kconfig")
def kconfig_line(tree, rng, name):
    return edit(tree, rng, name, r"^\t(?:select|depends on|default|bool|tristate).*\n", "")


@kind("kconfig")
def kconfig_renamed(tree, rng, name):
    return edit(tree, rng, name, r"^(config \w+)", r"\1_OTHER")


@kind("asm")
def asm_line(tree, rng, name):
    return edit(tree, rng, name, r"^\t[a-z].*\n", "")


@kind("asm")
def asm_renamed(tree, rng, name):
    return edit(tree, rng, name, r"^(SYM_\w+START\w*\()(\w+)", r"\1\2_other")


@kind("script")
def script_line(tree, rng, name):
    return edit(tree, rng, name, r"^[ \t]+[^#/*\s].*\n", "")


@kind("input")
def input_line(tree, rng, name):
    return edit(tree, rng, name, r"^[^#/\s].*\n", rng.choice(["", r"mutant \g<0>"]))


@kind("input")
def input_comment(tree, rng, name):
    mark = "/* Said. */" if name[-2:] in (".c", ".h", ".S") else "# Said."
    tree.write(name, tree.read(name) + mark + "\n")
    return mark
