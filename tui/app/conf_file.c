// SPDX-License-Identifier: GPL-2.0
/* A config file on disk: read whatever it is, and replaced as a whole. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "app/conf_file.h"
#include "app/newfile.h"
#include "base/alloc.h"
#include "base/base.h"

#define ACL "system.posix_acl_access"
#define LARGER "it is larger than " STRINGIFY(CONF_FILE_MAX_K) "K"

/* What open() can't wait at, nor do anything to. */
static const char *why_not(const struct stat *st)
{
	if (S_ISDIR(st->st_mode))
		return "it is a directory";
	if (!S_ISREG(st->st_mode))
		return "not a regular file";
	if (st->st_size > CONF_FILE_MAX)
		return LARGER;
	return NULL;
}

/* Nobody knows whether there is one in a folder that is closed to us. */
static const char *why_no_stat(const char *path)
{
	struct stat st;

	if (errno == EACCES)
		return NULL;
	if (errno != ENOENT)
		return strerror(errno);
	return lstat(path, &st) ? NULL : "it is a link that leads nowhere";
}

/* -1: there is none, or it can't be had, for the reason in @why. */
static int open_regular(const char *path, struct stat *st, const char **why)
{
	int fd;

	if (stat(path, st)) {
		*why = why_no_stat(path);
		return -1;
	}
	*why = why_not(st);
	if (*why)
		return -1;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		*why = strerror(errno);
		return -1;
	}
	/* it may have become another one meanwhile */
	*why = fstat(fd, st) ? strerror(errno) : why_not(st);
	if (!*why)
		return fd;
	close(fd);
	return -1;
}

/* As much as there is, but one byte more than there may be. */
static bool read_all(struct conf_file *file, int fd)
{
	ssize_t got;

	for (;;) {
		got = read(fd, file->bytes + file->len,
			   CONF_FILE_MAX + 1 - file->len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return !got;
		file->len += (size_t)got;
	}
}

static size_t line_of(const struct conf_file *file, const char *at)
{
	const char *byte;
	size_t line = 1;

	for (byte = file->bytes; byte < at; byte++)
		line += *byte == '\n';
	return line;
}

static bool check(const struct conf_file *file, size_t *line, const char **why)
{
	const char *zero = memchr(file->bytes, '\0', file->len);

	if (file->len > CONF_FILE_MAX) {
		*why = LARGER;
		return false;
	}
	if (!zero)
		return true;
	*line = line_of(file, zero);
	*why = "contains a NUL byte";
	return false;
}

bool conf_file_read(struct conf_file *file, const char *path, size_t *line,
		    const char **why)
{
	bool good;
	int fd;

	*file = (struct conf_file){ 0 };
	*line = 0;
	*why = NULL;
	fd = open_regular(path, &file->st, why);
	file->bytes = xcalloc(fd < 0 ? 1 : CONF_FILE_MAX + 1, 1);
	if (fd < 0)
		return !*why;
	file->exists = true;
	good = read_all(file, fd);
	if (!good)
		*why = strerror(errno);
	close(fd);
	return good && check(file, line, why);
}

void conf_file_release(struct conf_file *file)
{
	free(file->bytes);
	*file = (struct conf_file){ 0 };
}

/* That something has another name now is to be on disk, too. */
static int sync_folder(int folder)
{
	/* not every file system can */
	return fsync(folder) && errno != EINVAL ? -errno : 0;
}

/* -1: it can't be opened, as one that may be written and not be read. */
static int open_folder_of(const char *path)
{
	char folder[PATH_MAX];
	size_t len = (size_t)(strrchr(path, '/') - path) + 1;

	if (len >= sizeof(folder))
		return -1;
	memcpy(folder, path, len);
	folder[len] = '\0';
	return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Some file systems have other reasons than that it is there. */
static int make_folder(const char *path)
{
	int error, above;

	if (mkdir(path, 0700)) {
		error = errno;
		return error == EEXIST || !access(path, F_OK) ? 0 : -error;
	}
	above = open_folder_of(path);
	if (above < 0)
		return 0;
	error = sync_folder(above);
	close(above);
	return error;
}

/* The folder of @path, and those above it, for nobody but the user. */
static int make_folders(const char *path)
{
	char part[PATH_MAX];
	int error = 0;
	size_t i;

	if (strlen(path) >= sizeof(part))
		return -ENAMETOOLONG;
	for (i = 1; path[i] && !error; i++) {
		if (path[i] != '/')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		error = make_folder(part);
	}
	return error;
}

static bool is_same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Is what is at @path still what was read? */
static bool is_same(const struct conf_file *file, const char *path)
{
	const struct stat *was = &file->st;
	struct stat now;

	if (stat(path, &now))
		return !file->exists && errno == ENOENT;
	return file->exists && now.st_dev == was->st_dev &&
	       now.st_ino == was->st_ino && now.st_size == was->st_size &&
	       is_same_time(&now.st_mtim, &was->st_mtim) &&
	       /* who may read it may have changed */
	       is_same_time(&now.st_ctim, &was->st_ctim);
}

/* There is none, or the file system has none. */
static bool has_no_acl(void)
{
	return errno == ENODATA || errno == ENOTSUP;
}

/* Without one, what a folder gives to each new file has to go. */
static bool copy_acl(const char *path, int fd)
{
	ssize_t len = getxattr(path, ACL, NULL, 0);
	bool copied;
	void *acl;

	if (len < 0)
		return has_no_acl() && (!fremovexattr(fd, ACL) || has_no_acl());
	acl = xcalloc((size_t)len + 1, 1);
	len = getxattr(path, ACL, acl, (size_t)len);
	copied = len >= 0 && !fsetxattr(fd, ACL, acl, (size_t)len, 0);
	free(acl);
	return copied;
}

/*
 * Who may read it, and whose it is: as it was at @path. With an ACL, the group
 * of the mode is a bound for others than the group: so it comes last.
 */
static bool dress(const struct conf_file *file, const char *path, int fd)
{
	struct stat st;

	if (!file->exists)
		return true;
	if (fstat(fd, &st))
		return false;
	if ((st.st_uid != file->st.st_uid || st.st_gid != file->st.st_gid) &&
	    fchown(fd, file->st.st_uid, file->st.st_gid))
		return false;
	return copy_acl(path, fd) && !fchmod(fd, file->st.st_mode & 07777);
}

/* Some file systems tell only at the end that there is no room. */
static int fill(const struct conf_file *file, const char *path, int fd,
		const char *bytes, size_t len)
{
	int error = 0;

	if (!newfile_write_all(fd, bytes, len) || !dress(file, path, fd) ||
	    fsync(fd))
		error = -errno;
	if (close(fd) && !error)
		error = -errno;
	return error;
}

/* Where there was none, one that was made meanwhile stays. */
static int name_new(const char *tmp, const char *path)
{
	if (!renameat2(AT_FDCWD, tmp, AT_FDCWD, path, RENAME_NOREPLACE))
		return 0;
	if (errno == EEXIST)
		return CONF_CHANGED;
	/* not every file system can */
	if (errno != EINVAL && errno != ENOSYS)
		return -errno;
	return rename(tmp, path) ? -errno : 0;
}

/* What was written goes into the place of the old one, or away. */
static int put(const struct conf_file *file, const char *tmp, const char *path)
{
	if (!is_same(file, path))
		return CONF_CHANGED;
	if (!file->exists)
		return name_new(tmp, path);
	return rename(tmp, path) ? -errno : 0;
}

/*
 * Of those who save at the same time one looks and renames after the other;
 * nobody waits. Not every file system has locks.
 */
static int put_alone(const struct conf_file *file, int folder, const char *tmp,
		     const char *path)
{
	if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) &&
	    errno == EWOULDBLOCK)
		return CONF_LOCKED;
	return put(file, tmp, path);
}

/* Rename it, and have its new name on disk; or have it gone. */
static int put_and_sync(const struct conf_file *file, const char *tmp,
			const char *path)
{
	int folder = open_folder_of(path);
	int error = put_alone(file, folder, tmp, path);

	if (error)
		unlink(tmp);
	else if (folder >= 0 && sync_folder(folder))
		error = CONF_UNSURE;
	/* ends the lock, too */
	if (folder >= 0)
		close(folder);
	return error;
}

static int write_beside(const struct conf_file *file, const char *path,
			const char *bytes, size_t len)
{
	char tmp[PATH_MAX];
	int fd, error;

	if (snprintf(tmp, sizeof(tmp), "%s.XXXXXX", path) >= (int)sizeof(tmp))
		return -ENAMETOOLONG;
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	error = fill(file, path, fd, bytes, len);
	if (!error)
		return put_and_sync(file, tmp, path);
	unlink(tmp);
	return error;
}

/*
 * A link that somebody else has put there may lead to a file that only we may
 * write; and one that is not to be written is not replaced either.
 */
static int may_write(const struct conf_file *file, const char *path)
{
	struct stat link;

	if (lstat(path, &link))
		return -errno;
	if (S_ISLNK(link.st_mode) && link.st_uid != file->st.st_uid)
		return -EPERM;
	return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) ? -errno : 0;
}

static int replace(const struct conf_file *file, const char *path,
		   const char *bytes, size_t len)
{
	char target[PATH_MAX];
	int error = may_write(file, path);

	if (error)
		return error == -ENOENT ? CONF_CHANGED : error;
	if (!realpath(path, target))
		return -errno;
	return write_beside(file, target, bytes, len);
}

int conf_file_write(const struct conf_file *file, const char *path,
		    const char *bytes, size_t len)
{
	int error;

	if (file->exists)
		return replace(file, path, bytes, len);
	error = make_folders(path);
	return error ? error : write_beside(file, path, bytes, len);
}
