// SPDX-License-Identifier: GPL-2.0-only
/// Report failures behind iflib_msix_init() that do not give the interrupt messages back
///
// Confidence: Medium
// Keywords: iflib_msix_init, iflib_free_intr_mem, pci_release_msi
// Options: --no-includes --macro-file kernel-macros.h
// Requires: 1.1.1
//
// A failure is a goto behind which neither iflib_free_intr_mem() nor pci_release_msi() is called in the
// same function. That the messages were not taken at all, as with a legacy interrupt, is not seen:
// the output is for a person to judge.

@exits exists@
expression ctx, msix;
identifier f, l;
position taken, failed;
@@
f(...)
{
... when any
msix = iflib_msix_init@taken(ctx);
... when any
    when != iflib_free_intr_mem(...)
    when != pci_release_msi(...)
goto@failed l;
... when any
    when != iflib_free_intr_mem(...)
    when != pci_release_msi(...)
}

@script:python@
f << exits.f;
taken << exits.taken;
failed << exits.failed;
@@
print("%s:%s: %s(): fails here, messages taken in line %s" % (failed[0].file, failed[0].line, f, taken[0].line))
