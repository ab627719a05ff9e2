# SPDX-License-Identifier: GPL-2.0
# Asks Kbuild's own Makefiles what one directory builds, and prints it.
#
#	make -f query.mk srctree=TREE SRCARCH=x86 obj=drivers/foo 'treewide-src=TREE/$(obj)'
#
# run in a configured O= directory, with what Kbuild exports to folders (BITS) in the environment; obj=.
# asks for the folders below the top. treewide-src= is what $(src) is in this tree: query.c asks its
# scripts/Makefile.build. To be quick, treewide-config=FILE is read instead of auto.conf. One line each:
#	obj KIND OBJECT			KIND: y built in, m module, n not configured
#	part KIND COMPOSITE OBJECT	what a composite object is linked from
#	dir KIND DIRECTORY
# Kbuild ignores obj- and foo- : that is where an option that is off leads, so
# they tell what other configurations would build.

MAKEFLAGS += -rR
export srctree SRCARCH
objtree := .
VPATH := $(srctree)
src := $(treewide-src)
KBUILD_BUILTIN := 1
KBUILD_MODULES := 1
CONFIG_SHELL := sh

-include $(or $(treewide-config),include/config/auto.conf)
include $(srctree)/scripts/Kbuild.include
-include $(srctree)/scripts/Makefile.compiler

# Flags are not asked for: left recursive, so that no compiler is started for them.
ccflags-y =
asflags-y =
cppflags-y =
ldflags-y =
rustflags-y =
subdir-ccflags-y =
subdir-asflags-y =
obj-y :=
obj-m :=
obj- :=
lib-y :=
lib-m :=
lib- :=
subdir-y :=
subdir-m :=

# The Makefile of the architecture cannot be evaluated alone; what the top needs of it can: the lines
# that add folders.
ifeq ($(obj),.)
arch-lines := .treewide-arch.mk
$(shell sed -n '/^\(core\|drivers\|libs\)-/{:a;/\\$$/{N;ba};p}' $(wildcard $(srctree)/arch/$(SRCARCH)/Makefile) /dev/null >$(arch-lines))
-include $(arch-lines)
ARCH_CORE := $(core-y)
ARCH_LIB := $(libs-y)
ARCH_DRIVERS := $(drivers-y) $(drivers-m)
endif

folder := $(srctree)/$(obj)
kbuild-file := $(or $(wildcard $(folder)/Kbuild),$(wildcard $(folder)/Makefile))
$(if $(kbuild-file),$(eval include $(kbuild-file)))

stem = $(1:.o=)
composite = $(strip $(foreach s,-objs -y -m -,$($(call stem,$(1))$(s))))
tell-part = $(foreach p,$(filter %.o,$($(call stem,$(1))$(2))),$(info part $(3) $(1) $(p)))
tell-parts = $(call tell-part,$(1),-objs,y)$(call tell-part,$(1),-y,y)$(call \
	tell-part,$(1),-m,m)$(call tell-part,$(1),-,n)
tell-obj = $(info obj $(1) $(2))$(call tell-parts,$(2))
tell-dir = $(info dir $(1) $(patsubst %/,%,$(2)))

tell = $(foreach o,$(filter %.o,$(2)),$(call tell-obj,$(1),$(o)))$(foreach \
	d,$(filter %/,$(2)),$(call tell-dir,$(1),$(d)))

$(call tell,y,$(obj-y) $(lib-y))
$(call tell,m,$(obj-m) $(lib-m))
$(call tell,n,$(obj-) $(lib-))
# make goes there, and links nothing of it into the image
$(foreach d,$(subdir-y),$(call tell-dir,m,$(d)))
$(foreach d,$(subdir-m),$(call tell-dir,m,$(d)))

.PHONY: nothing
nothing: ;@:
