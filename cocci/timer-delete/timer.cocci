// SPDX-License-Identifier: GPL-2.0-only
/// Call timer_delete() and timer_delete_sync() by these names
///
// Confidence: High
// Comments: del_timer() and del_timer_sync() are inline functions that call
//           the new ones and do nothing else, so the objects do the same.
// Keywords: del_timer, del_timer_sync, timer_delete, timer_delete_sync
// Options: --no-includes
// Requires: 1.1.1

@@
@@
(
- del_timer
+ timer_delete
  (...)
|
- del_timer_sync
+ timer_delete_sync
  (...)
)
