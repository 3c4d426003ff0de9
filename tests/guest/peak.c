// SPDX-License-Identifier: GPL-2.0
/*
 * peak FILE PROGRAM [ARGUMENT]...: run a program and write the most memory that
 * it had resident at any time, VmHWM in KiB, to a file. Its exit status is the
 * program's.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct rusage usage;
	int status;
	pid_t pid;
	FILE *out;

	if (argc < 3)
		return 2;
	/* not fork(): a copy of this process would count, too */
	pid = vfork();
	if (pid < 0)
		return 125;
	if (!pid) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &usage) != pid)
		return 125;
	out = fopen(argv[1], "we");
	if (!out || fprintf(out, "%ld\n", usage.ru_maxrss) < 0 || fclose(out))
		return 125;
	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   128 + WTERMSIG(status);
}
