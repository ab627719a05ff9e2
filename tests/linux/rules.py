# SPDX-License-Identifier: GPL-2.0
"""What treewide makes of a folder with the kernel's own semantic patches, beside spatch (TAP).

usage: rules.py TREEWIDE REPOSITORY TAG WORK [SCRIPT...]

Each script of scripts/coccinelle with a patch mode is run as it is: by treewide as the rule of a
campaign, and by spatch --dir itself over the same folder, headers included. Equal are results of
the same tokens; treewide lays out changed lines anew. With SCRIPT (such as misc/swap) only these
are run.
"""
import os
import re
import subprocess
import sys

TREEWIDE, REPO, TAG, WORK = sys.argv[1:5]
WANTED = sys.argv[5:]
# Small folders in which the script finds something, on one of the kernels at least; the first that
# is there. USUAL for all others.
USUAL = "kernel/irq"
FOLDERS = {
    "api/alloc/zalloc-simple": "crypto", "api/device_attr_show": "drivers/usb/atm",
    "api/memdup_user": "drivers/hid/usbhid", "api/err_cast": "kernel/cgroup",
    "api/resource_size": "drivers/i2c/muxes", "api/platform_get_irq": "drivers/i2c/muxes",
    "api/platform_no_drv_owner": "drivers/i2c/muxes", "api/simple_open": "lib/kunit",
    "iterators/device_node_continue": "drivers/i2c/muxes",
    "iterators/for_each_child": "drivers/i2c/muxes",
    "misc/boolconv": "net/nfc/hci", "misc/excluded_middle": "drivers/i2c/muxes",
    "misc/minmax": "drivers/staging/most/video", "misc/of_table": "drivers/i2c/muxes",
    "misc/semicolon": "drivers/hid/intel-ish-hid", "misc/swap": "lib/raid6 lib/raid/raid6 lib/math",
    "api/string_choices": "sound/pci/rme9652", "api/kmalloc_objs": "fs/pstore",
    "misc/secs_to_jiffies": "drivers/staging/nvec", "api/d_find_alias": "fs/xfs/scrub",
    "misc/noderef": "drivers/hid/usbhid", "free/ifnullfree": "lib/kunit", "misc/warn": "lib/kunit",
}


def git(*args):
    return subprocess.run(["git", "-C", REPO, *args], stdout=subprocess.PIPE, check=True).stdout


def read(path):
    with open(path, encoding="latin-1") as file:
        return file.read()


def tokens(text):
    return re.findall(r"\w+|\S", text)


def unpack(folder, into):
    os.makedirs(into)
    command = ["git", "-C", REPO, "archive", TAG, folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as archive:
        subprocess.run(["tar", "-x", "-C", into], stdin=archive.stdout, check=True)


def there(folders):
    """The first of these folders that the kernel has."""
    listed = git("ls-tree", "-d", "--name-only", TAG, *folders.split()).decode().split()
    return next((folder for folder in folders.split() if folder in listed), USUAL)


def cpu():
    times = os.times()
    return times.children_user + times.children_system


def by_spatch(script, folder, tree):
    """The files as spatch leaves them, and its CPU seconds."""
    unpack(folder, tree)
    options = " ".join(re.findall(r"^//\s*Options:(.*)$", read(script), re.M)).split()
    before = cpu()
    subprocess.run(["spatch", *options, "--include-headers", "-D", "patch", "--sp-file", script,
                    "--very-quiet", "--in-place", "--no-show-diff", "--jobs", "2", "--dir",
                    folder],
                   cwd=tree, env={**os.environ, "HOME": WORK}, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return cpu() - before


def by_treewide(script, folder, campaign):
    """The branch that treewide makes, or None where it says that nothing changes; its CPU seconds."""
    os.makedirs(campaign)
    name = os.path.basename(campaign)
    with open(os.path.join(campaign, "campaign.conf"), "w", encoding="ascii") as file:
        file.write(f"[campaign]\n\tname = {name}\n\ttitle = test: Rules\n\tcover = text\n"
                   f"\tscope = {folder}\n"
                   "[recipients]\n\talways = all@example.org\n"
                   f"[patch \"x\"]\n\trule = {script}\n"
                   "\tsubject = test: Rules\n\tmessage = text\n")
    with open(os.path.join(campaign, "text"), "w", encoding="ascii") as file:
        file.write("Text.\n")
    before = cpu()
    done = subprocess.run([TREEWIDE, "--repo", REPO, "--base", TAG, "--campaign", campaign,
                           "--jobs", "2", "--state", os.path.join(WORK, "state"),
                           "--force", "generate"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, text=True, check=False)
    spent = cpu() - before
    if done.returncode == 1 and "changes nothing" in done.stdout:
        return None, spent, ""
    if done.returncode not in (0, 1) or \
            not git("rev-parse", "--verify", "--quiet", f"b4/{name}"):
        return None, spent, done.stdout.strip().splitlines()[-1]
    return f"b4/{name}", spent, ""


def compare(tree, branch):
    """How many files changed, and the first that differs."""
    changed, differs = 0, ""
    for place, _, names in os.walk(tree):
        for path in (os.path.relpath(os.path.join(place, name), tree) for name in names):
            base = git("show", f"{TAG}:{path}").decode("latin-1")
            wanted = read(os.path.join(tree, path))
            got = base
            if branch and path.endswith((".c", ".h")):
                got = git("show", f"{branch}:{path}").decode("latin-1")
            changed += tokens(wanted) != tokens(base)
            if tokens(wanted) != tokens(got):
                differs = differs or path
    return changed, differs


def main():
    scripts = os.path.join(WORK, "scripts")
    unpack("scripts/coccinelle", scripts)
    top = os.path.join(scripts, "scripts", "coccinelle")
    found = sorted(os.path.relpath(os.path.join(place, name), top)[:-6]
                   for place, _, names in os.walk(top)
                   for name in names if name.endswith(".cocci"))
    rows, failed = [], 0
    for name in found:
        path = os.path.join(top, name + ".cocci")
        if not re.search(r"^virtual\s.*\bpatch\b", read(path), re.M) or \
                (WANTED and name not in WANTED):
            continue
        folder = there(FOLDERS.get(name, USUAL))
        tree = os.path.join(WORK, "trees", name)
        theirs = by_spatch(path, folder, tree)
        campaign = os.path.join(WORK, "campaigns", name.replace("/", "-"))
        branch, ours, why = by_treewide(path, folder, campaign)
        ocaml = "ocaml@" in read(path) and "OCaml compiler" in why
        changed, differs = (0, "") if why else compare(tree, branch)
        equal = "-" if why else "no" if differs else "yes"
        rows.append((name, folder, "no" if why else "yes", changed, equal, theirs, ours))
        wrong = bool(differs or (why and not ocaml))
        failed += wrong
        result = f"differs in {differs}" if differs else f"equal, {changed} files changed"
        print(f"{'not ok' if wrong else 'ok'} {len(rows)} - {name} over {folder}: {why or result}",
              flush=True)
    print(f"# {'script':34} {'folder':28} run files equal  spatch treewide (CPU s)")
    for row in rows:
        print("# %-34s %-28s %3s %5d %5s %7.1f %8.1f" % row)
    print(f"# {len(rows)} scripts, {sum(row[2] == 'yes' for row in rows)} run, "
          f"{sum(row[4] == 'yes' for row in rows)} equal, "
          f"{sum(row[3] > 0 for row in rows)} that change something")
    enough = not rows
    print(f"1..{len(rows)}")
    sys.exit(1 if failed or enough else 0)


main()
