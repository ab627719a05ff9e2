// SPDX-License-Identifier: GPL-2.0
/* Becomes include/generated/bounds.h. */
#include <linux/types.h>

#define DEFINE(name, value) asm volatile("\n.ascii \"->" #name " %0\"" : : "i" (value))

int main(void);

int main(void)
{
	DEFINE(POINTER_BYTES, sizeof(void *));
	return 0;
}
