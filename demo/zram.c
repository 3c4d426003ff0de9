// SPDX-License-Identifier: GPL-2.0
/* A swap device in compressed memory, made for a scenario. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/swap.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "zram.h"

#define CONTROL "/sys/class/zram-control/"
#define MAGIC "SWAPSPACE2"
#define TRY_MS 10
#define TRIES 500	/* udev may still look at it */
#define NAME_LEN 64

static void path_of(const struct zram *zram, const char *name, char *buf)
{
	snprintf(buf, NAME_LEN, "/sys/block/zram%" PRIu64 "/%s", zram->id,
		 name);
}

static void device_of(const struct zram *zram, char *buf)
{
	snprintf(buf, NAME_LEN, "/dev/zram%" PRIu64, zram->id);
}

static bool put(const struct zram *zram, const char *name, uint64_t value)
{
	char path[NAME_LEN], text[24];

	path_of(zram, name, path);
	snprintf(text, sizeof(text), "%" PRIu64, value);
	return file_put(path, text);
}

static bool modprobe(const char *option)
{
	char *argv[] = { (char *)"modprobe", (char *)option, (char *)"zram",
			 NULL };
	int status;
	pid_t pid;

	return !posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ) &&
	       waitpid(pid, &status, 0) == pid && !status;
}

static bool load(struct zram *zram)
{
	if (!access(CONTROL "hot_add", R_OK))
		return true;
	zram->loaded = modprobe("-q");
	if (!access(CONTROL "hot_add", R_OK))
		return true;
	warnx("no swap, and no zram to make some: this kernel lacks CONFIG_ZRAM, or the module zram; as root, any swap does: swapon");
	return false;
}

static void unload(const struct zram *zram)
{
	if (zram->loaded)
		modprobe("-qr");
}

/* What mkswap(8) writes. */
static bool write_header(int fd, uint64_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uint32_t info[] = { 1, (uint32_t)(size / page - 1), 0 };
	char *header = calloc(1, page + 1);	/* the text ends with NUL */
	bool ok;

	if (!header)
		return false;
	memcpy(header + 1024, info, sizeof(info));
	snprintf(header + page - strlen(MAGIC), sizeof(MAGIC), MAGIC);
	ok = pwrite(fd, header, page, 0) == (ssize_t)page && !fsync(fd);
	free(header);
	return ok;
}

static bool format(const struct zram *zram, uint64_t size)
{
	char device[NAME_LEN];
	int fd, i;
	bool ok;

	device_of(zram, device);
	for (i = 0; i < TRIES; i++) {
		fd = open(device, O_WRONLY | O_CLOEXEC);
		if (fd >= 0 || errno != ENOENT)
			break;
		usleep(TRY_MS * 1000);
	}
	if (fd < 0)
		return false;
	ok = write_header(fd, size);
	close(fd);
	return ok;
}

/* False with errno. */
static bool switch_on(const struct zram *zram)
{
	/* with room for what others may swap out meanwhile */
	uint64_t size = zram->size + zram->size / 4 + (1 << 20);
	char device[NAME_LEN];

	device_of(zram, device);
	return put(zram, "disksize", size) && format(zram, size) &&
	       !swapon(device, 0);
}

static bool remove_device(const struct zram *zram)
{
	char text[24];
	int i;

	snprintf(text, sizeof(text), "%" PRIu64, zram->id);
	for (i = 0; i < TRIES; i++) {
		if (put(zram, "reset", 1) &&
		    file_put(CONTROL "hot_remove", text))
			return true;
		if (errno != EBUSY)
			break;
		usleep(TRY_MS * 1000);
	}
	warn("cannot remove /dev/zram%" PRIu64 "; as root: echo %" PRIu64
	     " >" CONTROL "hot_remove", zram->id, zram->id);
	return false;
}

static bool set_up(void *state)
{
	struct zram *zram = state;

	if (!load(zram))
		return false;
	/* to read it is to make one */
	zram->id = file_number(CONTROL "hot_add", UINT64_MAX);
	if (zram->id == UINT64_MAX) {
		warn("cannot make a zram device");
		unload(zram);
		return false;
	}
	if (switch_on(zram))
		return true;
	warn("cannot swap on /dev/zram%" PRIu64, zram->id);
	remove_device(zram);
	unload(zram);
	return false;
}

static bool take_down(const void *state)
{
	const struct zram *zram = state;
	char device[NAME_LEN];

	device_of(zram, device);
	if (swapoff(device)) {
		warn("cannot switch off the swap; as root: swapoff %s", device);
		return false;
	}
	if (!remove_device(zram))
		return false;
	unload(zram);
	return true;
}

const struct borrowed zram_borrowed = { set_up, take_down };

uint64_t zram_used(const struct zram *zram)
{
	char path[NAME_LEN], line[256];
	uint64_t used;

	path_of(zram, "mm_stat", path);
	if (!file_line(path, line, sizeof(line)) ||
	    sscanf(line, "%*u %*u %" SCNu64, &used) != 1)
		return 0;
	return used;
}
