// SPDX-License-Identifier: LGPL-2.1-or-later
/* Finding out, once, which calls of the tamalloc series may be issued. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

#include "abi.h"
#include "tamalloc.h"

#define DIGITS_MAX 9		/* so many fit into an int, whatever they are */

/* The number that "NUMBER\n" states; 0: it is anything else. */
static int parse_version(const char *text, ssize_t len)
{
	int version = 0;
	ssize_t i;

	if (len < 2 || len > DIGITS_MAX + 1 || text[len - 1] != '\n' ||
	    text[0] == '0')
		return 0;
	for (i = 0; i < len - 1; i++) {
		if (text[i] < '0' || text[i] > '9')
			return 0;
		version = version * 10 + (text[i] - '0');
	}
	return version;
}

int tam_abi_read(const char *path)
{
	char text[DIGITS_MAX + 2];
	ssize_t len;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	len = read(fd, text, sizeof(text));
	close(fd);
	return parse_version(text, len);
}

/*
 * The file speaks for the kernel, not for this process, and for either option:
 * a number that is off gives ENOSYS, and a seccomp filter, or a 32-bit or x32
 * caller, anything else than the EINVAL of an argument that is never valid.
 */
static bool tam_answers(long nr, long never_valid)
{
	return syscall(nr, never_valid, 0L, 0L, 0L, 0L, 0L) == -1 &&
	       errno == EINVAL;
}

struct tam_abi tam_abi_look(const char *path)
{
	struct tam_abi abi = { .version = tam_abi_read(path) };

	if (abi.version != TAMALLOC_ABI)
		return abi;
	if (tam_answers(TAM_NR_TAMALLOC, 0))
		abi.has |= TAMALLOC_HAS_TAMALLOC;
	if (tam_answers(TAM_NR_GET_MEM_STATS, -1))
		abi.has |= TAMALLOC_HAS_MEM_STATS;
	return abi;
}

static struct tam_abi found;

static void look_once(void)
{
	found = tam_abi_look(TAM_ABI_FILE);
}

static const struct tam_abi *find(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int saved = errno;

	pthread_once(&once, look_once);
	errno = saved;
	return &found;
}

int tamalloc_abi(void)
{
	return find()->has ? TAMALLOC_ABI : 0;
}

unsigned int tamalloc_has(void)
{
	return find()->has;
}

int tamalloc_kernel_abi(void)
{
	return find()->version;
}
