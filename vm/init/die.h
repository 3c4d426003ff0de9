/* SPDX-License-Identifier: GPL-2.0 */
/* How init ends, and the guest with it. */
#ifndef VM_INIT_DIE_H
#define VM_INIT_DIE_H

/* Resets the guest, which ends QEMU. */
_Noreturn void init_reset(void);

/*
 * Logs a line for the runner to show and reboots, which the runner takes as
 * a failure: it has no status. @errnum is added as text unless it is 0.
 */
void init_die(int errnum, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), noreturn));

#endif
