// SPDX-License-Identifier: GPL-2.0
/*
 * relay COMMAND [ARGUMENT]...: run a command on a terminal of its own, and pass
 * on what is typed and shown. After SIGUSR1 nothing that it shows is read any
 * more, as by a link that is down, until SIGUSR2. It exits as the command does.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t holds;
static volatile sig_atomic_t ended;

static void take_signal(int sig)
{
	if (sig == SIGCHLD)
		ended = 1;
	else
		holds = sig == SIGUSR1;
}

static void catch_signals(void)
{
	const struct sigaction action = { .sa_handler = take_signal };

	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGUSR2, &action, NULL);
	sigaction(SIGCHLD, &action, NULL);
}

/* false: there is nothing, and nothing more will come */
static bool pass_on(int from, int to)
{
	char buf[4096];
	ssize_t len = read(from, buf, sizeof(buf)), at = 0, done;

	if (len <= 0)
		return len < 0 && errno == EINTR;
	while (at < len) {
		done = write(to, buf + at, (size_t)(len - at));
		if (done < 0 && errno != EINTR)
			return false;
		at += done > 0 ? done : 0;
	}
	return true;
}

static void drain(int master)
{
	struct pollfd fd = { .fd = master, .events = POLLIN };

	while (poll(&fd, 1, 0) > 0 && (fd.revents & POLLIN))
		if (!pass_on(master, STDOUT_FILENO))
			return;
}

static void relay(int master)
{
	struct pollfd fds[2] = { { .fd = STDIN_FILENO, .events = POLLIN } };
	const sigset_t none = { 0 };

	while (!ended) {
		fds[1] = (struct pollfd){
			.fd = holds ? -1 : master, .events = POLLIN,
		};
		/* signals come only here, so that none is missed */
		if (ppoll(fds, 2, NULL, &none) < 0)
			continue;
		if (fds[0].revents && !pass_on(STDIN_FILENO, master))
			return;
		if (fds[1].revents)
			pass_on(master, STDOUT_FILENO);
	}
}

static pid_t start(char **argv, int *master, const struct termios *modes,
		   const struct winsize *size, const sigset_t *mask)
{
	pid_t pid = forkpty(master, NULL, modes, size);

	if (pid)
		return pid;
	sigprocmask(SIG_SETMASK, mask, NULL);
	execvp(*argv, argv);
	perror("relay");
	_exit(127);
}

int main(int argc, char **argv)
{
	struct termios before, raw;
	struct winsize size;
	sigset_t all, mask;
	int master, status;
	pid_t pid;

	if (argc < 2 || tcgetattr(STDIN_FILENO, &before) ||
	    ioctl(STDIN_FILENO, TIOCGWINSZ, &size)) {
		fprintf(stderr, "usage: relay COMMAND..., on a terminal\n");
		return 2;
	}
	sigemptyset(&all);
	sigaddset(&all, SIGUSR1);
	sigaddset(&all, SIGUSR2);
	sigaddset(&all, SIGCHLD);
	sigprocmask(SIG_BLOCK, &all, &mask);
	catch_signals();
	pid = start(argv + 1, &master, &before, &size, &mask);
	raw = before;
	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	relay(master);
	drain(master);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 1;
	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   128 + WTERMSIG(status);
}
