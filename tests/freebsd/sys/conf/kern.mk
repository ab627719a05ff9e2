# What this small kernel is warned of.
CWARNFLAGS?=	-Wall -Wmissing-prototypes \
		-Wno-unused-function
