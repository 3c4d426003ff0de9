/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_SEND_SIGNAL_H
#define TUI_APP_SEND_SIGNAL_H

#include "data/sample.h"

/* What became of a signal. In all cases but the first nothing was sent. */
enum sent {
	SENT,
	SENT_ENDED,		/* the process has; its number may be another's */
	SENT_ZOMBIE,		/* it has, and its parent doesn't know yet */
	SENT_DENIED,		/* it isn't ours to signal */
	SENT_NO_PIDFD,		/* the kernel can't hold on to a process */
	SENT_UNSURE,		/* nobody can say whether it is still that one */
	SENT_FAILED,		/* errno says why */
};

/*
 * Send @signal to the process @id, and to no other one that has got its number
 * meanwhile: it is held by a pidfd, and who that is, is asked afterwards. Where
 * there are none, before Linux 5.3, nothing is sent: kill(2) may hit another.
 */
enum sent send_signal(struct proc_id id, int signal);

#endif
