// SPDX-License-Identifier: GPL-2.0
/* Lists of patches. */
#include "patch.h"

#include <stdlib.h>

void patches_release(struct patches *patches)
{
	FOR_EACH(patch, patches) {
		free(patch->id);
		free(patch->prefix);
		free(patch->subject);
		free(patch->body);
		strlist_release(&patch->trailers);
		free(patch->changes.v);
		recipients_release(&patch->recipients);
		strlist_release(&patch->received);
	}
	free(patches->v);
	*patches = (struct patches){ 0 };
}
