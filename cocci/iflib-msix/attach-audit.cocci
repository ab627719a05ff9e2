// SPDX-License-Identifier: GPL-2.0-only
/// Report failures behind taskqgroup_attach() that leave the function without taskqgroup_detach()
///
// Confidence: Medium
// Keywords: taskqgroup_attach, taskqgroup_detach
// Options: --no-includes --macro-file kernel-macros.h
// Requires: 1.1.1
//
// A failure is a goto behind which no statement detaches the same task of the same group. A function
// that is called there and detaches it is not looked into, and neither is a return without a goto:
// the output is for a person to judge.

@exits exists@
expression group, task;
identifier f, l;
position taken, failed;
@@
f(...)
{
... when any
taskqgroup_attach@taken(group, task, ...);
... when any
    when != taskqgroup_detach(group, task)
goto@failed l;
... when any
    when != taskqgroup_detach(group, task)
}

@script:python@
f << exits.f;
taken << exits.taken;
failed << exits.failed;
@@
print("%s:%s: %s(): fails here, attached in line %s" % (failed[0].file, failed[0].line, f, taken[0].line))
