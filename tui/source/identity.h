/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_IDENTITY_H
#define TUI_SOURCE_IDENTITY_H

#include "data/sample.h"

/* Whether a pidfd_open(2) descriptor is of the process that was listed. */
enum identity {
	IDENTITY_SAME,
	IDENTITY_OTHER,		/* it has ended: its number may be another's */
	IDENTITY_ZOMBIE,	/* it is that one, and has ended */
	IDENTITY_UNKNOWN,	/* /proc doesn't tell, or is of other processes */
};

/*
 * Is @pidfd of @id? Files are read that wait for no lock of the process. The
 * start time is compared in clock ticks: what began within one and the same is
 * the same one.
 */
enum identity source_identify(int pidfd, struct proc_id id);

#endif
