// SPDX-License-Identifier: GPL-2.0
/* Gives back what a scenario borrows of the machine, however that ends. */
#include <err.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guard.h"

/* Out of reach of the terminal, and of who ends all that is called tamdemo. */
static void hide(void)
{
	sigset_t all;

	setsid();
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
}

static void watch(int line, const struct borrowed *what, void *state,
		  size_t size)
{
	char end;

	hide();
	if (!what->set_up(state))
		_exit(1);
	/* where that fails the scenario has ended by now */
	if (send(line, state, size, MSG_NOSIGNAL) == (ssize_t)size)
		while (recv(line, &end, sizeof(end), 0) > 0)
			;
	_exit(!what->take_down(state));
}

bool guard_start(struct guard *guard, const struct borrowed *what, void *state,
		 size_t size)
{
	int line[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, line)) {
		warn("cannot make a socket");
		return false;
	}
	*guard = (struct guard){
		.what = what, .state = state, .pid = fork(), .line = line[0]
	};
	if (!guard->pid) {
		close(line[0]);
		watch(line[1], what, state, size);
	}
	close(line[1]);
	if (guard->pid < 0)
		warn("cannot fork");
	else if (recv(line[0], state, size, 0) == (ssize_t)size)
		return true;
	close(line[0]);
	if (guard->pid > 0)
		waitpid(guard->pid, NULL, 0);
	return false;
}

bool guard_end(const struct guard *guard)
{
	int status;

	close(guard->line);
	if (waitpid(guard->pid, &status, 0) == guard->pid && WIFEXITED(status))
		return WEXITSTATUS(status) == 0;
	/* someone killed it */
	return guard->what->take_down(guard->state);
}
