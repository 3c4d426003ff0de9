// SPDX-License-Identifier: GPL-2.0
/* Sends a signal to the process that is meant, or to none. */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "app/send_signal.h"
#include "source/identity.h"

static enum sent why_no_pidfd(void)
{
	switch (errno) {
	case ESRCH:
	case EINVAL:		/* the number is a thread's by now */
	case ENOENT:
		return SENT_ENDED;
	case ENOSYS:
	case EPERM:		/* what a sandbox says of calls it doesn't know */
		return SENT_NO_PIDFD;
	default:
		return SENT_FAILED;
	}
}

static enum sent send_by(int pidfd, int signal)
{
	if (!syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0))
		return SENT;
	return errno == ESRCH  ? SENT_ENDED :
	       errno == EPERM  ? SENT_DENIED :
	       errno == ENOSYS ? SENT_NO_PIDFD :
				 SENT_FAILED;
}

static enum sent send_if_same(int pidfd, struct proc_id id, int signal)
{
	switch (source_identify(pidfd, id)) {
	case IDENTITY_SAME:
		return send_by(pidfd, signal);
	case IDENTITY_OTHER:
		return SENT_ENDED;
	case IDENTITY_ZOMBIE:
		return SENT_ZOMBIE;
	default:
		return SENT_UNSURE;
	}
}

enum sent send_signal(struct proc_id id, int signal)
{
	int pidfd = id.pid > 0 ? (int)syscall(SYS_pidfd_open, id.pid, 0) : -1;
	enum sent sent;
	int error;

	if (id.pid <= 0)
		return SENT_ENDED;
	if (pidfd < 0)
		return why_no_pidfd();
	sent = send_if_same(pidfd, id, signal);
	error = errno;
	close(pidfd);
	errno = error;
	return sent;
}
