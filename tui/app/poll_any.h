/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_POLL_ANY_H
#define TUI_APP_POLL_ANY_H

#include <poll.h>

/*
 * As poll(2), for POLLIN and POLLOUT, also where that refuses so many: a limit
 * on descriptors that was lowered may be below @nr, and those that are open are
 * open still. What is no descriptor below FD_SETSIZE is then left out.
 */
int poll_any(struct pollfd *fds, nfds_t nr, int timeout);

#endif
