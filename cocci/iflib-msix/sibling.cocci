// SPDX-License-Identifier: GPL-2.0-only
/// Detach the admin task in functions that attach it and never detach it, behind the label that all
/// failures behind the attach lead to
///
// Confidence: Medium
// Keywords: iflib, taskqgroup_attach, taskqgroup_detach
// Options: --no-includes --macro-file kernel-macros.h
// Requires: 1.1.1
// Residue:
//
// A function that detaches the task somewhere is left alone: what it misses there is for a person.

@attached exists@
identifier f;
expression group, task;
@@
f(...)
{
... when any
taskqgroup_attach(group, task, ...);
... when any
}

@detached exists@
identifier attached.f;
expression attached.group, attached.task;
@@
f(...)
{
... when any
taskqgroup_detach(group, task);
... when any
}

@depends on !detached@
identifier attached.f, l;
expression attached.group, attached.task;
expression ctx;
@@
f(...)
{
<...
l:
+taskqgroup_detach(group, task);
 IFDI_DETACH(ctx);
...>
}
