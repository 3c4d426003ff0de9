# SPDX-License-Identifier: GPL-2.0
# The guest: kernel, file system, and the programs that run it.

TAMVM_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard vm/runner/*.c) \
	vm/frame.c vm/stream.c)
INIT_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard vm/init/*.c) \
	vm/frame.c vm/stream.c)
GUEST_PROGS ?= $(O)/tui/tamtop $(O)/demo/tamdemo

$(O)/vm/tamvm: LDLIBS += -pthread
$(O)/vm/tamvm: $(TAMVM_OBJS)
	$(link)

# Static, so that PID 1 starts at once and needs nothing.
$(O)/vm/init.static: LDFLAGS += -static
$(O)/vm/init.static: $(INIT_OBJS)
	$(link)

$(O)/vm/initramfs.cpio: vm/initramfs $(O)/vm/init.static $(GUEST_PROGS) \
		$(wildcard vm/guest/*/*)
	$(say) CPIO $@
	$(Q)vm/initramfs $@ $(O)/vm/init.static $(GUEST_PROGS)

.PHONY: kernel kernel-debug kernel-kcsan guest run shell attach cache-clean
kernel: ## build the guest's kernel, once: it is kept in the cache
	$(Q)vm/deps run
	$(Q)vm/kernel-build >/dev/null

kernel-debug: ## build the one for vm/run --debug: lockdep, KASAN and the like
	$(Q)vm/deps run
	$(Q)vm/kernel-build --debug >/dev/null

kernel-kcsan: ## build the one for vm/run --kcsan: data races
	$(Q)vm/deps run
	$(Q)vm/kernel-build --kcsan >/dev/null

guest: $(O)/vm/tamvm $(O)/vm/initramfs.cpio ## build the guest's file system

# As much memory as makes the demos a sight, where there is enough of it.
guest_mem = $$(awk '/^MemAvailable:/ \
	{ print ($$2 > 4194304 ? "2G" : "1G") }' /proc/meminfo)

run: ## boot the guest into tamtop; q leads to a shell, exit out of it
	$(Q)vm/run --mem $(guest_mem) --tamtop

shell: ## boot the guest into a shell
	$(Q)vm/run --mem $(guest_mem)

attach: ## another terminal in the running guest; several: NAME=...
	$(Q)vm/attach $(if $(NAME),--name '$(NAME)')

cache-clean: ## delete the kernels, their sources and objects
	$(Q)vm/kernel-build --clean
