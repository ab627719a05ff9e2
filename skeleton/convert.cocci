// SPDX-License-Identifier: GPL-2.0-only
/// Call timer_delete_sync() instead of del_timer_sync()
///
// Confidence: High
// Comments: del_timer_sync() is an inline function that calls the new one and
//           does nothing else.
// Keywords: del_timer_sync, timer_delete_sync
// Options: --no-includes
// Requires: 1.1.1
//
// The lines above are needed; "///" says what the rule does. treewide gives
// the rule one file at a time. The word del_timer_sync is removed and not put
// back, so no converted file may hold it afterwards, other than in a comment.

@@
@@
- del_timer_sync
+ timer_delete_sync
  (...)
