// SPDX-License-Identifier: GPL-2.0
/* Reads the mappings of a process: by PROCMAP_QUERY, or as text. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "source/process/kernel_abi.h"
#include "source/process/maps.h"

#define BLOCK_NAME	"[anon:tamalloc]"
#define ANON_PREFIX	"[anon:"
/* The end of user space on x86_64, with five levels of page tables, too. */
#define USER_END	(1ULL << 56)
#define STOP_EVERY	256	/* mappings between two looks at the flag */
#define READ_SIZE	32768

static enum mapping_kind kind_of(const char *name, unsigned int flags)
{
	if (flags & MAPPING_SHARED)
		return KIND_SHARED;
	if (!strcmp(name, BLOCK_NAME))
		return KIND_TAMALLOC;
	if (!*name || text_begins_with(name, ANON_PREFIX))
		return KIND_ANON;
	if (!strcmp(name, "[heap]"))
		return KIND_HEAP;
	if (!strcmp(name, "[stack]") || text_begins_with(name, "[stack:"))
		return KIND_STACK;
	return *name == '[' ? KIND_OTHER : KIND_FILE;
}

/*
 * Neighbours may become one between two queries or reads: what of it is there
 * already is left out.
 */
static void add_mapping(struct sample *sample, uint64_t start, uint64_t end,
			unsigned int flags, const char *name)
{
	struct sample_mapping *mapping;
	uint64_t behind = 0;

	if (sample->nr_mappings)
		behind = sample->mappings[sample->nr_mappings - 1].end;
	if (start < behind)
		start = behind;
	if (start >= end || start >= USER_END)
		return;
	mapping = sample_add_mapping(sample);
	mapping->start = start;
	mapping->end = end;
	mapping->flags = (uint8_t)flags;
	mapping->kind = (uint8_t)kind_of(name, flags);
	mapping->name = sample_add_name(sample, name);
}

/* It may map as fast as it is read: only a bound of our own ends that. */
static bool is_full(const struct sample *sample)
{
	return sample->nr_mappings == MAPPINGS_MAX;
}

static unsigned int query_flags(uint64_t vma_flags)
{
	return (vma_flags & PROCMAP_READABLE ? MAPPING_READ : 0) |
	       (vma_flags & PROCMAP_WRITABLE ? MAPPING_WRITE : 0) |
	       (vma_flags & PROCMAP_EXECUTABLE ? MAPPING_EXEC : 0) |
	       (vma_flags & PROCMAP_SHARED ? MAPPING_SHARED : 0);
}

static enum maps_end query_all(int fd, const atomic_bool *stop,
			       struct sample *sample)
{
	struct procmap_query_arg arg = { 0 };
	char name[PATH_MAX] = "";	/* valgrind can't see the kernel fill it */
	unsigned long i;

	for (i = 0; arg.vma_end < USER_END; i++) {
		if (i % STOP_EVERY == 0 && atomic_load(stop))
			return MAPS_STOPPED;
		if (is_full(sample))
			return MAPS_CUT;
		arg = (struct procmap_query_arg){
			.size = sizeof(arg),
			.query_flags = PROCMAP_COVERING_OR_NEXT,
			.query_addr = arg.vma_end,
			.vma_name_size = sizeof(name),
			.vma_name_addr = (uintptr_t)name,
		};
		if (ioctl(fd, PROCMAP_IOC_QUERY, &arg))
			return errno == ENOENT ? MAPS_DONE : MAPS_FAILED;
		add_mapping(sample, arg.vma_start, arg.vma_end,
			    query_flags(arg.vma_flags),
			    arg.vma_name_size ? name : "");
	}
	return MAPS_DONE;
}

static unsigned int text_flags(const char *perms)
{
	return (perms[0] == 'r' ? MAPPING_READ : 0) |
	       (perms[1] == 'w' ? MAPPING_WRITE : 0) |
	       (perms[2] == 'x' ? MAPPING_EXEC : 0) |
	       (perms[3] == 's' ? MAPPING_SHARED : 0);
}

/* A name ends its line, so the kernel writes a newline in it as \012. */
static void unescape_name(char *name)
{
	char *from, *to = name;

	name[strcspn(name, "\n")] = '\0';
	for (from = name; *from; to++) {
		if (text_begins_with(from, "\\012")) {
			*to = '\n';
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

/* "START-END PERMS OFFSET DEV INODE   NAME": numbers in hex; see proc(5). */
bool maps_range(const char *line, uint64_t *start, uint64_t *end, char **rest)
{
	*start = strtoull(line, rest, 16);
	if (*rest == line || **rest != '-')
		return false;
	line = *rest + 1;
	*end = strtoull(line, rest, 16);
	return *rest != line && **rest == ' ' && strlen(*rest) > 5;
}

static void add_line(struct sample *sample, char *line)
{
	static const char blanks[] = "\n ";
	uint64_t start, end;
	unsigned int flags;
	char *rest;
	int i;

	if (!maps_range(line, &start, &end, &rest))
		return;
	flags = text_flags(rest + 1);
	for (i = 0; i < 4; i++) {
		rest += strspn(rest, " ");
		rest += strcspn(rest, blanks);
	}
	rest += strspn(rest, " ");
	unescape_name(rest);
	add_mapping(sample, start, end, flags, rest);
}

/* procfs says 1 KiB when stdio asks how much to read at once */
FILE *maps_open_text(int fd)
{
	FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;

	if (file)
		setvbuf(file, NULL, _IOFBF, READ_SIZE);
	else if (fd >= 0)
		close(fd);
	return file;
}

static enum maps_end read_lines(FILE *file, const atomic_bool *stop,
				struct sample *sample)
{
	char *line = NULL;
	size_t size = 0;
	unsigned long i;
	bool stopped = false;

	for (i = 0; !stopped && !is_full(sample) &&
	     getline(&line, &size, file) > 0; i++) {
		add_line(sample, line);
		stopped = i % STOP_EVERY == 0 && atomic_load(stop);
	}
	free(line);
	if (stopped)
		return MAPS_STOPPED;
	if (is_full(sample))
		return MAPS_CUT;
	if (!ferror(file) && !sample->nr_mappings)
		errno = ESRCH;
	return sample->nr_mappings && !ferror(file) ? MAPS_DONE : MAPS_FAILED;
}

enum maps_end maps_read_text(int fd, const atomic_bool *stop,
			     struct sample *sample)
{
	FILE *file = maps_open_text(fcntl(fd, F_DUPFD_CLOEXEC, 0));
	enum maps_end how;

	if (!file)
		return MAPS_FAILED;
	rewind(file);
	how = read_lines(file, stop, sample);
	fclose(file);
	return how;
}

static void forget(struct sample *sample)
{
	sample->nr_mappings = 0;
	sample->names_len = 0;
}

enum maps_end maps_read(int fd, const atomic_bool *stop, struct sample *sample)
{
	enum maps_end how = query_all(fd, stop, sample);

	/* a name that is too long for a query is none for the text */
	if (how == MAPS_FAILED && (errno == ENOTTY || errno == ENAMETOOLONG)) {
		forget(sample);
		how = maps_read_text(fd, stop, sample);
	}
	if (how == MAPS_STOPPED || how == MAPS_FAILED)
		forget(sample);
	return how;
}
