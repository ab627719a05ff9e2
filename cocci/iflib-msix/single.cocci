// SPDX-License-Identifier: GPL-2.0-only
/// Refuse a single MSI-X vector instead of setting it up as a legacy interrupt,
/// and detach the admin task where the structures of a device are freed
///
// Confidence: High
// Keywords: iflib, MSI-X, taskqgroup_detach
// Options: --no-includes --macro-file kernel-macros.h
// Requires: 1.1.1
// Residue:
//
// What is no MSI-X is set up as before. Two statements with a label between them are not adjacent
// to spatch, so the last rule does not see a function in which a label stands before IFDI_DETACH():
// that is for sibling.cocci.

// Where one vector is set up as a legacy interrupt, and the names there.
@chain exists@
identifier f, msix, err, scctx, rid, l;
expression ctx, dev;
position p;
@@
f(...)
{
... when any
 if@p (msix > 1) {
 ... when any
 err = IFDI_MSIX_INTR_ASSIGN(ctx, msix);
 ... when any
 } else {
 rid = 0;
 if (scctx->isc_intr == IFLIB_INTR_MSI) { ... }
 if ((err = iflib_legacy_setup(...)) != 0) {
	device_printf(dev, ...);
	goto l;
 }
 }
... when any
}

// The label from which on the vectors are given back.
@freed exists@
identifier chain.f, l;
expression chain.ctx;
@@
f(...)
{
... when any
l:
iflib_free_intr_mem(ctx);
... when any
}

@@
identifier chain.msix, chain.err, chain.scctx, freed.l;
expression chain.dev;
position chain.p;
statement handle;
@@
 if@p (msix > 1) handle
 else
+ if (scctx->isc_intr != IFLIB_INTR_MSIX)
 {
 ...
 }
+ else {
+	device_printf(dev, "Cannot use iflib with only 1 MSI-X interrupt!\n");
+	err = ENODEV;
+	goto l;
+ }

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

@@
identifier attached.f;
expression attached.group, attached.task;
expression ctx;
@@
f(...)
{
<...
 iflib_rx_structures_free(ctx);
+taskqgroup_detach(group, task);
 IFDI_DETACH(ctx);
...>
}
