// SPDX-License-Identifier: LGPL-2.1-or-later
/* Finding out, once, whether the running kernel has the tamalloc series. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "abi.h"
#include "tamalloc.h"

int tam_abi_read(const char *path)
{
	char text[8];
	ssize_t len;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	len = read(fd, text, sizeof(text));
	close(fd);
	return len == 2 && memcmp(text, "1\n", 2) == 0 ? TAMALLOC_ABI : 0;
}

/*
 * The file speaks for the kernel, not for this process: a seccomp filter or a
 * 32-bit or x32 caller gets another answer than the EINVAL of a size of 0.
 */
static int tam_answers(void)
{
	return syscall(TAM_NR_TAMALLOC, 0L, 0L, 0L, 0L, 0L, 0L) == -1 &&
	       errno == EINVAL;
}

int tam_abi_look(const char *path)
{
	int abi = tam_abi_read(path);

	return abi && tam_answers() ? abi : 0;
}

static int abi_found;

static void look_once(void)
{
	abi_found = tam_abi_look(TAM_ABI_FILE);
}

int tamalloc_abi(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int saved = errno;

	pthread_once(&once, look_once);
	errno = saved;
	return abi_found;
}
