#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What a night of a watched branch decides, for ci/watch.sh.

usage: watch.py choose LIMIT <PARENTS
       watch.py judge --store DIR --run DIR --tip COMMIT --judged COMMIT --left N
                      [--ignore CHECK]... [--accept ID]...
       watch.py users --store DIR --run DIR --tip COMMIT [--last COMMIT] --word NAME...

choose reads `git rev-list --topo-order --reverse --parents` of what is new and prints the commit up
to which tonight judges, how many commits that are, and how many there are.

judge reads watch.json of the night before (what is known), commits (what was to be proved) and
proof.json (what the proof says of them) in the folder --run, each of which may be missing, and
writes there: watch.json, and new, style, still and mended, a line for each commit, for people.
users reads left.out, what treewide left says of the tip, and of what is new since the commit last;
writes watch.json, and users, a line for each file that uses the words more often, with the commit
that brought it.
Authors, subjects and errors are what strangers wrote: only what can be printed is kept of them.
Exit: 0 done, 2 wrong use, 3 it could not be.
"""
import argparse
import json
import os
import re
import subprocess
import sys

VERDICTS = {"pass", "fail", "void", "uncovered", "skipped"}
# What they find breaks no build. As for first_bad of prove they count where no other check fails.
TEXT_CHECKS = {"cover", "message", "checkpatch", "kernel-doc", "rustfmt"}
MOST_KNOWN = 50  # tips of a branch that is forced each night
MOST_FAILED = 1000  # patches that failed once
MORE = re.compile(r" \(and (\d+) more\)$")
ERROR = re.compile(rb"\berror:|undefined reference|^ERROR: |\*\*\* .*(No rule|Error)")


def plain(text, most=300):
    """One line of what can be printed: no escape, no line end, nothing that turns the direction."""
    text = "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
    return text if len(text) <= most else text[:most] + "..."


def choose(lines, limit):
    """The commit that stands on most new ones, itself counted, but on no more than LIMIT."""
    reach, total, best = {}, 0, ("none", 0)  # reach: a bit for each commit; None: too many
    for line in lines:
        commit, *parents = line.split()
        total += 1
        new = 1 << total
        for parent in parents:
            above = reach.get(parent, 0)
            new = None if new is None or above is None else new | above
        count = bin(new).count("1") if new else 0
        reach[commit] = new if count <= limit else None
        if best[1] < count <= limit:
            best = (commit, count)
    return best + (total,)


class Store:
    """The repository that holds what was fetched."""

    def __init__(self, folder):
        self.folder = folder

    def git(self, *words, given=b""):
        run = subprocess.run(["git", "-C", self.folder, *words], input=given, check=False,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return run.returncode, run.stdout

    def has(self, tip, commit):
        """Does the commit belong to the history of the tip?"""
        return self.git("merge-base", "--is-ancestor", commit, tip)[0] == 0

    def about(self, commits):
        """Tree and author of each commit."""
        # without any git would take HEAD
        if not commits:
            return {}
        words = ["log", "--no-walk=unsorted", "--no-show-signature", "--encoding=UTF-8", "-z",
                 "--format=%H %T %an", "--stdin"]
        out = self.git(*words, given="".join(c + "\n" for c in commits).encode())[1]
        rows = (row.decode(errors="replace").split(" ", 2) for row in out.split(b"\0") if row)
        return {row[0]: (row[1], row[2]) for row in rows}

    def patches(self, list_of_ids):
        """The id of the patch of each commit in a file, by which a rebased one is known again."""
        words = ["git", "-C", self.folder, "log", "--no-walk=unsorted", "--no-show-signature",
                 "--no-textconv", "--no-ext-diff", "--no-color", "-p", "--format=commit %H",
                 "--stdin"]
        with open(list_of_ids, "rb") as ids, \
                subprocess.Popen(words, stdin=ids, stdout=subprocess.PIPE) as log:
            out = subprocess.run(["git", "patch-id", "--stable"], stdin=log.stdout, check=True,
                                 stdout=subprocess.PIPE).stdout.decode()
        return {row.split()[1]: row.split()[0] for row in out.split("\n") if row}


def read(path, default):
    if not os.path.exists(path):
        return default
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def first_error(verdict):
    """The line of the log that says it, with paths of the tree; else what the verdict says."""
    detail, log = verdict["detail"], verdict.get("log") or ""
    tree = log[:log.rfind("/logs/")] + "/tree/" if "/logs/" in log else ""
    text = detail
    if verdict["target"] and log and os.path.isfile(log):
        with open(log, "rb") as file:
            lines = file.read(1 << 20).split(b"\n")
        text = next((line.decode(errors="replace") for line in lines if ERROR.search(line)), detail)
    more = MORE.search(detail)
    text = re.sub(r"^(\S+: )\1", r"\1", MORE.sub("", text.replace(tree, "") if tree else text))
    return plain(text) + (more.group() if more else "")


class Fail:
    """A commit that failed, as it is kept from one night to the next."""

    def __init__(self, row):
        self.row = row

    @staticmethod
    def of(commit, verdicts, places, author, patch):
        worst = [v for v in verdicts if v["check"] not in TEXT_CHECKS] or verdicts
        what = [worst[0]["target"]] if worst[0]["target"] else []
        if worst[0]["check"] != "objects":
            what.append(worst[0]["check"])
        more = len(verdicts) - 1
        return Fail({
            "commit": commit["commit"], "patch": patch, "author": plain(author, 80),
            "subject": plain(commit["subject"], 120), "places": places,
            "text": all(v["check"] in TEXT_CHECKS for v in verdicts),
            "error": ": ".join(what + [first_error(worst[0])]) +
                     (" (and %d more)" % more if more else ""),
        })

    def name(self):
        return '%.12s ("%s") %s' % (self.row["commit"], self.row["subject"], self.row["author"])

    def line(self, *more):
        return "  %s: %s%s" % (self.name(), self.row["error"], "".join(" (%s)" % m for m in more))


class Proof:
    """The document of tonight's proof; of no commits, where nothing is new."""

    def __init__(self, document, wanted, ignored):
        self.commits = document["commits"]
        self.coverage = document.get("coverage", [])
        self.ignored = ignored
        if sorted(c["commit"] for c in self.commits) != sorted(wanted):
            raise ValueError("the proof is of %d commits and not of the %d that are new" %
                             (len(self.commits), len(wanted)))
        if any(v["verdict"] not in VERDICTS for c in self.commits for v in c["checks"]):
            raise ValueError("the proof holds a verdict that is none")

    def fails(self, commit):
        return [v for v in commit["checks"]
                if v["verdict"] == "fail" and v["check"] not in self.ignored]

    def kind(self, commit):
        kinds = {v["verdict"] for v in commit["checks"]}
        if self.fails(commit):
            return "fail"
        return next((k for k in ("void", "uncovered", "pass") if k in kinds), "uncovered")

    def places(self, commit):
        """Where it fails: check, target, and the files that do not compile, if all are known."""
        rows = []
        for verdict in self.fails(commit):
            detail, target = verdict["detail"], verdict["target"]
            files = {detail.partition(": ")[0]} | {
                row["file"] for row in self.coverage if row["state"] == "failed" and
                (row["commit"], row["target"]) == (commit["nr"], target)}
            more = MORE.search(detail)
            known = verdict["check"] == "objects" and len(files) > int(more.group(1) if more else 0)
            rows.append([verdict["check"], target, sorted(files) if known else []])
        return rows

    def passes(self, commit, places):
        """Where it failed before it passes."""
        said = {(v["check"], v["target"]): v["verdict"] for v in commit["checks"]}
        return all(said.get((check, target)) == "pass" for check, target, _ in places)

    def compiled_by(self, file, target, after):
        """The number of the first commit behind which a file compiles again for good; 0."""
        by = 0
        for row in self.coverage:
            if (row["file"], row["target"]) == (file, target) and row["commit"] > after:
                by = (by or row["commit"]) if row["state"] == "compiled" else 0
        return by

    def configured_by(self, target, after):
        """The same for a tree that could not be configured: nothing was compiled in it."""
        return next((c["nr"] for c in self.commits for v in c["checks"] if c["nr"] > after and
                     (v["check"], v["target"], v["verdict"]) == ("objects", target, "pass")), 0)

    def mended_by(self, places, after=0):
        """The commit behind which nothing is broken there any more; None: none, or not known."""
        by = []
        for check, target, files in places:
            if check == "kbuild":
                by.append(self.configured_by(target, after))
            elif check not in TEXT_CHECKS:
                by += [self.compiled_by(file, target, after) for file in files] or [0]
        return next(c for c in self.commits if c["nr"] == max(by)) if by and all(by) else None


class Night:
    """What is told of tonight, and what the next night must know."""

    def __init__(self, store, proof, before, options):
        self.store, self.proof, self.options = store, proof, options
        self.before = [Fail(row) for row in before.get("fails", [])]
        self.failed = before.get("failed", [])
        self.known = before.get("known", [])
        self.fails = []
        self.said = {"new": [], "style": [], "still": [], "mended": []}
        self.counts = dict.fromkeys(("void", "uncovered", "style_still", "accepted"), 0)
        tonight = [c["commit"] for c in proof.commits]
        ids = os.path.join(options.run, "commits")
        self.patches = store.patches(ids) if tonight else {}
        self.about = store.about(tonight)

    def patch(self, commit):
        """What a rebased commit has in common with this one; a merge has its tree."""
        name = commit["commit"]
        return self.patches.get(name) or "tree " + self.about[name][0]

    def accepted(self, fail):
        return any(fail.row["commit"].startswith(a) for a in self.options.accept)

    def keep(self, fail, *more):
        """It is broken as it was before."""
        self.fails.append(fail)
        if self.accepted(fail):
            self.counts["accepted"] += 1
        elif fail.row["text"]:
            self.counts["style_still"] += 1
        else:
            self.said["still"].append(fail.line(*more))

    def tell_new(self, fail, mender):
        more = ["mended by %.12s" % mender["commit"]] if mender else []
        if self.accepted(fail):
            self.counts["accepted"] += 1
        else:
            self.said["style" if fail.row["text"] else "new"].append(fail.line(*more))
        if not mender:
            self.fails.append(fail)

    def judge_fail(self, commit, fail):
        old = [f for f in self.before if f.row["patch"] == fail.row["patch"]]
        self.before = [f for f in self.before if f not in old]
        mender = self.proof.mended_by(fail.row["places"], commit["nr"])
        if not old and fail.row["patch"] not in self.failed:
            self.failed.append(fail.row["patch"])
            self.tell_new(fail, mender)
        elif mender:
            self.said["mended"].append("  %s: mended by %.12s" % (fail.name(), mender["commit"]))
        else:
            ids = [f.row["commit"] for f in old if f.row["commit"] != fail.row["commit"]]
            self.keep(fail, *["was %.12s" % i for i in ids])

    def judge_tonight(self):
        for commit in self.proof.commits:
            kind, fails = self.proof.kind(commit), self.proof.fails(commit)
            if kind in self.counts:
                self.counts[kind] += 1
            if fails:
                author = self.about[commit["commit"]][1]
                self.judge_fail(commit, Fail.of(commit, fails, self.proof.places(commit),
                                                author, self.patch(commit)))

    def fate(self, fail):
        """What became of a commit that failed before and was not judged as failing tonight: why it
        is mended; None: it is not. Follows it to its rebased copy."""
        for copy in self.proof.commits:
            if self.patch(copy) == fail.row["patch"]:
                if self.proof.passes(copy, fail.row["places"]):
                    return "passes as %.12s" % copy["commit"]
                fail.row["commit"] = copy["commit"]
                return None
        if not self.store.has(self.options.tip, fail.row["commit"]):
            # what is left for the next night may hold it again
            return None if self.options.left else "no longer in the branch"
        mender = self.proof.mended_by(fail.row["places"])
        return "mended by %.12s" % mender["commit"] if mender else None

    def judge_before(self):
        for fail in self.before:
            why = self.fate(fail)
            if why:
                self.said["mended"].append("  %s: %s" % (fail.name(), why))
            else:
                self.keep(fail)

    def state(self):
        """All that is judged, as few tips as say it."""
        known = list(self.known)
        if self.proof.commits:
            last = self.options.judged
            known = [last] + [k for k in known if k != last and not self.store.has(last, k)]
        return {"tip": self.options.tip, "known": known[:MOST_KNOWN],
                "fails": [f.row for f in self.fails], "failed": self.failed[-MOST_FAILED:],
                "judged": len(self.proof.commits), "counts": self.counts}


def judge(options):
    def path(name):
        return os.path.join(options.run, name)

    wanted = []
    if os.path.exists(path("commits")):
        with open(path("commits"), encoding="ascii") as file:
            wanted = file.read().split()
    proof = Proof(read(path("proof.json"), {"commits": []}), wanted, set(options.ignore))
    night = Night(Store(options.store), proof, read(path("watch.json"), {}), options)
    night.judge_tonight()
    night.judge_before()
    for name, lines in night.said.items():
        with open(path(name), "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
    with open(path("watch.json.new"), "w", encoding="utf-8") as file:
        json.dump(night.state(), file, indent=1)
    os.rename(path("watch.json.new"), path("watch.json"))


def bringer(store, options, file):
    """The newest commit since last night that changes how often the words stand in the file."""
    words = "|".join(options.word)
    out = store.git("log", "-1", "--no-merges", "--no-show-signature", "--encoding=UTF-8",
                    "--no-textconv", "--no-ext-diff", "--pickaxe-regex",
                    "-S\\b(%s)\\b" % words, '--format=%h ("%s") %an', "--abbrev=12",
                    options.last + ".." + options.tip, "--", ":(literal)" + file)[1]
    return plain(out.decode(errors="replace"), 200) or "no commit is found that brought it"


def users(options):
    def path(name):
        return os.path.join(options.run, name)

    document = read(path("left.out"), {})
    store = Store(options.store)
    uses, new = document["uses"], document.get("since", {}).get("new", [])
    with open(path("users"), "w", encoding="utf-8") as file:
        for row in new:
            file.write("  %s: %d, before %d: %s\n" % (plain(row["file"]), row["uses"], row["before"],
                                                     bringer(store, options, row["file"])))
    state = {"tip": options.tip, "known": [options.tip], "judged": 0, "counts": {},
             "words": options.word, "uses": len(uses), "files": len({u["file"] for u in uses})}
    with open(path("watch.json.new"), "w", encoding="utf-8") as file:
        json.dump(state, file, indent=1)
    os.rename(path("watch.json.new"), path("watch.json"))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    words = parser.add_subparsers(dest="task", required=True)
    chooser = words.add_parser("choose")
    chooser.add_argument("limit", type=int)
    judging = words.add_parser("judge")
    for name in ("--store", "--run", "--tip", "--judged"):
        judging.add_argument(name, required=True)
    judging.add_argument("--left", type=int, required=True)
    judging.add_argument("--ignore", action="append", default=[])
    judging.add_argument("--accept", action="append", default=[])
    telling = words.add_parser("users")
    for name in ("--store", "--run", "--tip"):
        telling.add_argument(name, required=True)
    telling.add_argument("--last", default="")
    telling.add_argument("--word", action="append", required=True)
    options = parser.parse_args()
    if options.task == "choose":
        print(*choose(sys.stdin, options.limit))
    else:
        {"judge": judge, "users": users}[options.task](options)


if __name__ == "__main__":
    try:
        main()
    except Exception as error:  # an exit code of 1 would be an answer
        what = "" if type(error) is ValueError else type(error).__name__ + ": "
        print("watch.py: " + what + plain(str(error)), file=sys.stderr)
        sys.exit(3)
