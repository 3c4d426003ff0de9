// SPDX-License-Identifier: GPL-2.0
/* The config on disk: whatever it is, and whatever goes wrong. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "app/conf.h"
#include "app/conf_file.h"
#include "check.h"
#include "common/clock.h"
#include "fixture_dir.h"

#define NAME "tamtop/config"

/* What fails, at its next call, and with what. */
enum step {
	STEP_NONE, STEP_WRITE, STEP_SHORT_WRITE, STEP_FSYNC, STEP_CLOSE,
	STEP_RENAME, STEP_MKOSTEMP, STEP_FCHMOD, STEP_FCHOWN, STEP_FSTAT,
	STEP_MKDIR, STEP_FSETXATTR, STEP_SYNC_FOLDER, STEP_RENAME_NEW,
	STEP_MEMORY,
};

static enum step failing;
static int error;
static void (*meanwhile)(void);	/* before a rename's file is looked at */
static void (*at_last)(void);	/* and after it */
static bool no_passwd;

static bool fails(enum step step)
{
	if (failing != step)
		return false;
	failing = STEP_NONE;
	errno = error;
	return true;
}

ssize_t __real_write(int fd, const void *buf, size_t len);
ssize_t __wrap_write(int fd, const void *buf, size_t len);
ssize_t __wrap_write(int fd, const void *buf, size_t len)
{
	if (fails(STEP_WRITE))
		return -1;
	if (failing == STEP_SHORT_WRITE && len > 5) {
		failing = STEP_WRITE;
		return __real_write(fd, buf, 5);
	}
	return __real_write(fd, buf, len);
}

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if ((flags & O_DIRECTORY) && fails(STEP_SYNC_FOLDER))
		return -1;
	return fails(STEP_FSYNC) ? -1 : __real_fsync(fd);
}

/* What was opened for reading may be closed. */
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
	int flags = fcntl(fd, F_GETFL), result;
	bool failed = (flags & O_ACCMODE) != O_RDONLY && fails(STEP_CLOSE);

	result = __real_close(fd);
	if (!failed)
		return result;
	errno = error;
	return -1;
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to)
{
	return fails(STEP_RENAME) ? -1 : __real_rename(from, to);
}

int __real_renameat2(int from_fd, const char *from, int to_fd, const char *to,
		     unsigned int flags);
int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to,
		     unsigned int flags);
int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to,
		     unsigned int flags)
{
	if (at_last)
		at_last();
	return fails(STEP_RENAME_NEW) ?
		       -1 : __real_renameat2(from_fd, from, to_fd, to, flags);
}

int __real_mkostemp(char *name, int flags);
int __wrap_mkostemp(char *name, int flags);
int __wrap_mkostemp(char *name, int flags)
{
	if (meanwhile)
		meanwhile();
	return fails(STEP_MKOSTEMP) ? -1 : __real_mkostemp(name, flags);
}

int __real_fchmod(int fd, mode_t mode);
int __wrap_fchmod(int fd, mode_t mode);
int __wrap_fchmod(int fd, mode_t mode)
{
	return fails(STEP_FCHMOD) ? -1 : __real_fchmod(fd, mode);
}

int __real_fchown(int fd, uid_t uid, gid_t gid);
int __wrap_fchown(int fd, uid_t uid, gid_t gid);
int __wrap_fchown(int fd, uid_t uid, gid_t gid)
{
	return fails(STEP_FCHOWN) ? -1 : __real_fchown(fd, uid, gid);
}

int __real_fstat(int fd, struct stat *st);
int __wrap_fstat(int fd, struct stat *st);
int __wrap_fstat(int fd, struct stat *st)
{
	return fails(STEP_FSTAT) ? -1 : __real_fstat(fd, st);
}

int __real_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode)
{
	return fails(STEP_MKDIR) ? -1 : __real_mkdir(path, mode);
}

int __real_fsetxattr(int fd, const char *name, const void *value, size_t len,
		     int flags);
int __wrap_fsetxattr(int fd, const char *name, const void *value, size_t len,
		     int flags);
int __wrap_fsetxattr(int fd, const char *name, const void *value, size_t len,
		     int flags)
{
	return fails(STEP_FSETXATTR) ?
		       -1 : __real_fsetxattr(fd, name, value, len, flags);
}

FILE *__real_open_memstream(char **bytes, size_t *len);
FILE *__wrap_open_memstream(char **bytes, size_t *len);
FILE *__wrap_open_memstream(char **bytes, size_t *len)
{
	return fails(STEP_MEMORY) ? NULL : __real_open_memstream(bytes, len);
}

struct passwd *__real_getpwuid(uid_t uid);
struct passwd *__wrap_getpwuid(uid_t uid);
struct passwd *__wrap_getpwuid(uid_t uid)
{
	static char home[] = "/there/is/no/such";
	static struct passwd user = { .pw_dir = home };

	(void)uid;
	return no_passwd ? NULL : &user;
}

static struct fixture_dir dir;
static struct conf conf;
static char told[256];

static int set_up(void **state)
{
	(void)state;
	fixture_dir_enter(&dir);
	setenv("XDG_CONFIG_HOME", dir.path, 1);
	setenv("HOME", dir.path, 1);
	assert_int_equal(mkdir("tamtop", 0700), 0);
	failing = STEP_NONE;
	meanwhile = NULL;
	at_last = NULL;
	no_passwd = false;
	return 0;
}

/* Removes what is in the folder @name, and the folder. */
static void drop(const char *name)
{
	DIR *all = opendir(name);
	struct dirent *entry;

	while (all && (entry = readdir(all)))
		if (unlinkat(dirfd(all), entry->d_name, 0))
			unlinkat(dirfd(all), entry->d_name, AT_REMOVEDIR);
	if (all)
		closedir(all);
	rmdir(name);
}

static int tear_down(void **state)
{
	(void)state;
	conf_release(&conf);
	umask(022);
	drop("other");
	drop("tamtop");
	fixture_dir_leave(&dir);
	return 0;
}

static void put_bytes(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(__real_write(fd, bytes, len), len);
	assert_int_equal(close(fd), 0);
}

static void put_file(const char *path, const char *text)
{
	put_bytes(path, text, strlen(text));
}

static void assert_holds(const char *path, const char *expected)
{
	char text[1024] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_true(read(fd, text, sizeof(text) - 1) >= 0);
	close(fd);
	assert_string_equal(text, expected);
}

static size_t nr_files(const char *folder)
{
	DIR *all = opendir(folder);
	size_t nr = 0;

	assert_non_null(all);
	while (readdir(all))
		nr++;
	closedir(all);
	return nr - 2;
}

/* It is read, with that one warning, and the defaults are in force. */
static void assert_not_read(size_t line, const char *why)
{
	const struct settings none = settings_default();
	int id;

	conf_open(&conf, false);
	assert_int_equal(conf.warnings.all, 1);
	assert_string_equal(conf.warnings.of[0].text, why);
	assert_int_equal(conf.warnings.of[0].line, line);
	for (id = 0; id < NR_SETTINGS; id++)
		assert_true(setting_equal(id, &conf.settings, &none));
}

static struct settings another(void)
{
	struct settings now = conf.settings;

	now.delay_ns = 3 * NSEC_PER_SEC;
	return now;
}

static bool save(void)
{
	const struct settings now = another();

	return conf_save(&conf, &now, told, sizeof(told));
}

/* It is not written either, and is what it was. */
static void assert_not_saved(const char *why)
{
	char expected[256];

	assert_false(save());
	snprintf(expected, sizeof(expected), "not saved: ~/" NAME ": %s", why);
	assert_string_equal(told, expected);
}

static void test_none_is_no_matter(void **state)
{
	(void)state;
	conf_open(&conf, false);
	assert_int_equal(conf.warnings.all, 0);
	assert_true(save());
	assert_string_equal(told, "saved to ~/" NAME);
	assert_holds(NAME, "# saved by tamtop\ndelay = 3\n");
}

static void test_the_folder_is_made(void **state)
{
	struct stat st;

	(void)state;
	umask(0);
	assert_int_equal(rmdir("tamtop"), 0);
	conf_open(&conf, false);
	assert_int_equal(conf.warnings.all, 0);
	assert_true(save());
	assert_int_equal(stat("tamtop", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(stat(NAME, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(nr_files("tamtop"), 1);
}

static void test_defaults_need_no_file(void **state)
{
	const struct settings none = settings_default();

	(void)state;
	conf_open(&conf, false);
	assert_true(conf_save(&conf, &none, told, sizeof(told)));
	assert_string_equal(told, "nothing to save: all settings are the defaults");
	assert_int_equal(nr_files("tamtop"), 0);
	put_file(NAME, "delay = 3\n");
	conf_release(&conf);
	conf_open(&conf, false);
	assert_true(save());
	assert_string_equal(told, "nothing to save: ~/" NAME " says the same");
}

static void test_a_directory(void **state)
{
	(void)state;
	assert_int_equal(mkdir(NAME, 0700), 0);
	assert_not_read(0, "not read: it is a directory");
	assert_not_saved("it is a directory");
	assert_int_equal(nr_files("tamtop"), 1);
}

/* Nobody writes into it: who opens it waits for ever. */
static void test_a_fifo(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(mkfifo(NAME, 0600), 0);
	assert_not_read(0, "not read: not a regular file");
	assert_not_saved("not a regular file");
	assert_int_equal(stat(NAME, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
}

static void test_a_device_and_a_socket(void **state)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = NAME };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
	assert_not_read(0, "not read: not a regular file");
	close(fd);
	conf_release(&conf);
	assert_int_equal(unlink(NAME), 0);
	assert_int_equal(symlink("/dev/zero", NAME), 0);
	assert_not_read(0, "not read: not a regular file");
	assert_not_saved("not a regular file");
}

static void test_a_gigabyte(void **state)
{
	struct stat st;

	(void)state;
	put_file(NAME, "delay = 2\n");
	assert_int_equal(truncate(NAME, 1 << 30), 0);
	assert_not_read(0, "not read: it is larger than 64K");
	assert_not_saved("it is larger than 64K");
	assert_int_equal(stat(NAME, &st), 0);
	assert_int_equal(st.st_size, 1 << 30);
}

/* At the bound, and a byte above it. */
static void test_the_bound(void **state)
{
	char *text = calloc(1, CONF_FILE_MAX + 2);

	(void)state;
	assert_non_null(text);
	memset(text, '\n', CONF_FILE_MAX + 1);
	memcpy(text + CONF_FILE_MAX - 10, "delay = 2", 9);
	put_bytes(NAME, text, CONF_FILE_MAX);
	conf_open(&conf, false);
	assert_int_equal(conf.warnings.all, 0);
	assert_int_equal(conf.settings.delay_ns, 2 * NSEC_PER_SEC);
	conf_release(&conf);
	put_bytes(NAME, text, CONF_FILE_MAX + 1);
	assert_not_read(0, "not read: it is larger than 64K");
	free(text);
}

/* Its size is 0, and it has no end: as some files of /proc. */
static void test_a_file_that_tells_no_size(void **state)
{
	(void)state;
	assert_int_equal(symlink("/proc/self/comm", NAME), 0);
	conf_open(&conf, false);
	assert_int_equal(conf.warnings.all, 1);
	assert_int_equal(conf.warnings.of[0].line, 1);
}

static void test_zero_bytes(void **state)
{
	(void)state;
	put_bytes(NAME, "delay = 2\nso\0rt = pid\n", 22);
	assert_not_read(2, "not read: contains a NUL byte");
	assert_not_saved("contains a NUL byte");
}

static void test_links_that_lead_nowhere(void **state)
{
	(void)state;
	assert_int_equal(symlink("nowhere", NAME), 0);
	assert_not_read(0, "not read: it is a link that leads nowhere");
	assert_not_saved("it is a link that leads nowhere");
	conf_release(&conf);
	assert_int_equal(unlink(NAME), 0);
	assert_int_equal(symlink("config", NAME), 0);
	assert_not_read(0, "not read: Too many levels of symbolic links");
	assert_not_saved("Too many levels of symbolic links");
}

static void test_a_file_that_is_not_ours_to_read(void **state)
{
	(void)state;
	put_file(NAME, "delay = 2\n");
	assert_int_equal(chmod(NAME, 0), 0);
	assert_int_equal(chmod(".", 0755), 0);
	assert_int_equal(chmod("tamtop", 0755), 0);
	if (!geteuid())
		assert_int_equal(seteuid(65534), 0);
	conf_open(&conf, false);
	assert_int_equal(conf.warnings.all, 1);
	assert_string_equal(conf.warnings.of[0].text,
			    "not read: Permission denied");
	assert_not_saved("Permission denied");
	if (!getuid())
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(chmod(NAME, 0600), 0);
	assert_holds(NAME, "delay = 2\n");
}

/* As of somebody else's home: nobody knows whether there is one. */
static void test_a_folder_that_is_closed(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	put_file(NAME, "delay = 2\n");
	assert_int_equal(chmod("tamtop", 0700), 0);
	assert_int_equal(seteuid(65534), 0);
	conf_open(&conf, false);
	assert_int_equal(conf.warnings.all, 0);
	assert_int_equal(conf.settings.delay_ns, NSEC_PER_SEC);
	assert_not_saved("Permission denied");
	assert_int_equal(seteuid(0), 0);
	assert_holds(NAME, "delay = 2\n");
}

static void test_a_file_above_is_in_the_way(void **state)
{
	(void)state;
	assert_int_equal(rmdir("tamtop"), 0);
	put_file("tamtop", "");
	assert_not_read(0, "not read: Not a directory");
	assert_not_saved("Not a directory");
	assert_int_equal(unlink("tamtop"), 0);
}

static void test_places(void **state)
{
	char path[PATH_MAX + 32];

	(void)state;
	setenv("XDG_CONFIG_HOME", "/a/b", 1);
	conf_open(&conf, true);
	assert_string_equal(conf.path, "/a/b/tamtop/config");
	assert_string_equal(conf.shown, "/a/b/tamtop/config");
	conf_release(&conf);
	/* neither is a whole path */
	setenv("XDG_CONFIG_HOME", "a/b", 1);
	conf_open(&conf, true);
	snprintf(path, sizeof(path), "%s/.config/tamtop/config", dir.path);
	assert_string_equal(conf.path, path);
	assert_string_equal(conf.shown, "~/.config/tamtop/config");
	conf_release(&conf);
	unsetenv("XDG_CONFIG_HOME");
	setenv("HOME", "", 1);
	conf_open(&conf, true);
	assert_string_equal(conf.path, "/there/is/no/such/.config/tamtop/config");
}

static void test_no_home(void **state)
{
	(void)state;
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("HOME");
	no_passwd = true;
	conf_open(&conf, false);
	assert_null(conf.path);
	assert_int_equal(conf.warnings.all, 0);
	assert_false(save());
	assert_string_equal(told, "not saved: no home directory");
}

static void test_off_is_off(void **state)
{
	(void)state;
	put_file(NAME, "delay = x\nsort = pid\n");
	conf_open(&conf, true);
	assert_int_equal(conf.warnings.all, 0);
	assert_ptr_equal(conf.settings.sort, settings_default().sort);
	assert_false(save());
	assert_string_equal(told, "not saved: --no-config was given");
	assert_holds(NAME, "delay = x\nsort = pid\n");
}

static void test_permissions_stay(void **state)
{
	struct stat st;

	(void)state;
	put_file(NAME, "delay = 2\n");
	assert_int_equal(chmod(NAME, 0640), 0);
	if (!geteuid())
		assert_int_equal(chown(NAME, 65534, 65533), 0);
	assert_int_equal(chmod(NAME, 0640), 0);
	conf_open(&conf, false);
	assert_true(save());
	assert_holds(NAME, "delay = 3\n");
	assert_int_equal(stat(NAME, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	if (!geteuid()) {
		assert_int_equal(st.st_uid, 65534);
		assert_int_equal(st.st_gid, 65533);
	}
}

#define ACL_ACCESS	"system.posix_acl_access"
#define ACL_DEFAULT	"system.posix_acl_default"

/* As the kernel takes it: user::rw-, user:65534:rw-, group::---, mask::rw-. */
static const struct {
	uint32_t version;
	struct {
		uint16_t tag, bits;
		uint32_t id;
	} of[5];
} acl = {
	2, {
		{ 0x01, 6, UINT32_MAX }, { 0x02, 6, 65534 },
		{ 0x04, 0, UINT32_MAX }, { 0x10, 6, UINT32_MAX },
		{ 0x20, 0, UINT32_MAX },
	},
};

static bool has_acls(void)
{
	return !setxattr(".", ACL_DEFAULT, &acl, sizeof(acl), 0) &&
	       !removexattr(".", ACL_DEFAULT);
}

/* Without it, what is its mask in the mode would be the group's. */
static void test_an_acl_stays(void **state)
{
	char bytes[2 * sizeof(acl)];

	(void)state;
	if (!has_acls())
		skip();
	put_file(NAME, "delay = 2\n");
	assert_int_equal(setxattr(NAME, ACL_ACCESS, &acl, sizeof(acl), 0), 0);
	conf_open(&conf, false);
	failing = STEP_FSETXATTR;
	error = ENOSPC;
	assert_not_saved("No space left on device");
	assert_int_equal(nr_files("tamtop"), 1);
	assert_true(save());
	assert_holds(NAME, "delay = 3\n");
	assert_int_equal(getxattr(NAME, ACL_ACCESS, bytes, sizeof(bytes)),
			 sizeof(acl));
	assert_memory_equal(bytes, &acl, sizeof(acl));
}

/* What is new in this folder gets one: the old file had none. */
static void test_an_acl_of_the_folder_is_not_the_files(void **state)
{
	char bytes[2 * sizeof(acl)];
	struct stat st;

	(void)state;
	if (!has_acls())
		skip();
	put_file(NAME, "delay = 2\n");
	assert_int_equal(chmod(NAME, 0660), 0);
	assert_int_equal(setxattr("tamtop", ACL_DEFAULT, &acl, sizeof(acl), 0),
			 0);
	conf_open(&conf, false);
	assert_true(save());
	assert_holds(NAME, "delay = 3\n");
	assert_int_equal(getxattr(NAME, ACL_ACCESS, bytes, sizeof(bytes)), -1);
	assert_int_equal(errno, ENODATA);
	assert_int_equal(stat(NAME, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0660);
}

/* As into a folder of dotfiles: what it leads to is replaced. */
static void test_links_stay(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(mkdir("other", 0700), 0);
	put_file("other/mine", "# mine\ndelay = 2\n");
	assert_int_equal(symlink("link", NAME), 0);
	assert_int_equal(symlink("../other/mine", "tamtop/link"), 0);
	conf_open(&conf, false);
	assert_true(save());
	assert_holds("other/mine", "# mine\ndelay = 3\n");
	assert_int_equal(lstat(NAME, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(lstat("tamtop/link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(nr_files("other"), 1);
	assert_int_equal(nr_files("tamtop"), 2);
}

/* It may lead to what only we can write, and they can't. */
static void test_a_link_of_another_user(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	put_file("tamtop/mine", "delay = 2\n");
	assert_int_equal(symlink("mine", NAME), 0);
	assert_int_equal(lchown(NAME, 65534, 65534), 0);
	conf_open(&conf, false);
	assert_not_saved("Operation not permitted");
	assert_holds("tamtop/mine", "delay = 2\n");
}

static void test_what_is_not_to_be_written(void **state)
{
	(void)state;
	put_file(NAME, "delay = 2\n");
	assert_int_equal(chmod(NAME, 0444), 0);
	if (!geteuid()) {
		assert_int_equal(chmod(dir.path, 0755), 0);
		assert_int_equal(chmod("tamtop", 0777), 0);
		assert_int_equal(seteuid(65534), 0);
	}
	conf_open(&conf, false);
	assert_int_equal(conf.settings.delay_ns, 2 * NSEC_PER_SEC);
	assert_not_saved("Permission denied");
	if (!getuid())
		assert_int_equal(seteuid(0), 0);
	assert_holds(NAME, "delay = 2\n");
	assert_int_equal(nr_files("tamtop"), 1);
}

/* At every step: told in one line, the old one there, and nothing beside it. */
static void test_each_step_may_fail(void **state)
{
	static const struct {
		enum step step;
		int error;
	} steps[] = {
		{ STEP_WRITE, ENOSPC }, { STEP_SHORT_WRITE, ENOSPC },
		{ STEP_WRITE, EDQUOT }, { STEP_FSYNC, ENOSPC },
		{ STEP_FSYNC, EIO }, { STEP_CLOSE, EDQUOT },
		{ STEP_CLOSE, ENOSPC }, { STEP_RENAME, EROFS },
		{ STEP_RENAME, EACCES }, { STEP_MKOSTEMP, EROFS },
		{ STEP_MKOSTEMP, EMFILE }, { STEP_FCHMOD, EPERM },
		{ STEP_MEMORY, ENOMEM },
	};
	size_t i;

	(void)state;
	put_file(NAME, "# mine\ndelay = 2\n");
	conf_open(&conf, false);
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		failing = steps[i].step;
		error = steps[i].error;
		assert_not_saved(strerror(error));
		assert_int_equal(failing, STEP_NONE);
		assert_holds(NAME, "# mine\ndelay = 2\n");
		assert_int_equal(nr_files("tamtop"), 1);
	}
	/* and then it goes on as if nothing had been */
	assert_true(save());
	assert_holds(NAME, "# mine\ndelay = 3\n");
}

static void test_an_owner_that_can_not_be_kept(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	put_file(NAME, "delay = 2\n");
	assert_int_equal(chown(NAME, 65534, 65534), 0);
	conf_open(&conf, false);
	failing = STEP_FCHOWN;
	error = EPERM;
	assert_not_saved("Operation not permitted");
	assert_holds(NAME, "delay = 2\n");
	assert_int_equal(nr_files("tamtop"), 1);
}

static void test_the_folder_can_not_be_made(void **state)
{
	(void)state;
	assert_int_equal(rmdir("tamtop"), 0);
	conf_open(&conf, false);
	/* the first one that is tried is there */
	setenv("XDG_CONFIG_HOME", "/proc", 1);
	conf_release(&conf);
	conf_open(&conf, false);
	assert_false(save());
	assert_string_equal(told,
			    "not saved: /proc/tamtop/config: No such file or directory");
	conf_release(&conf);
	setenv("XDG_CONFIG_HOME", dir.path, 1);
	conf_open(&conf, false);
	failing = STEP_MKDIR;
	error = EROFS;
	/* the topmost one is there, whatever mkdir(2) says of it */
	assert_true(save());
}

/* Of a folder that isn't there it is mkdir(2) that tells why it can't be. */
static void test_why_a_folder_can_not_be_made(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(rmdir("tamtop"), 0);
	assert_int_equal(chmod(dir.path, 0755), 0);
	conf_open(&conf, false);
	assert_int_equal(seteuid(65534), 0);
	assert_not_saved("Permission denied");
	assert_int_equal(seteuid(0), 0);
	assert_int_not_equal(access("tamtop", F_OK), 0);
}

static void test_signals_in_between(void **state)
{
	(void)state;
	put_file(NAME, "delay = 2\n");
	conf_open(&conf, false);
	failing = STEP_WRITE;
	error = EINTR;
	assert_true(save());
	assert_holds(NAME, "delay = 3\n");
}

static void change_once(void)
{
	meanwhile = NULL;
	put_file(NAME, "# theirs\ndelay = 2\nsort = pid\n");
}

static void close_once(void)
{
	meanwhile = NULL;
	assert_int_equal(chmod(NAME, 0400), 0);
}

static void make_once(void)
{
	meanwhile = NULL;
	at_last = NULL;
	put_file(NAME, "# theirs\n");
}

static void change_always(void)
{
	static unsigned int i;
	char text[64];

	i++;
	snprintf(text, sizeof(text), "# %*u\ndelay = 2\n", (int)(i % 20), i);
	put_file(NAME, text);
}

/* An editor saves it while we do: what it wrote is there, and what we did. */
static void test_others_write_it_at_the_same_time(void **state)
{
	(void)state;
	put_file(NAME, "delay = 2\n");
	conf_open(&conf, false);
	meanwhile = change_once;
	assert_true(save());
	assert_holds(NAME, "# theirs\ndelay = 3\nsort = pid\n");
	assert_int_equal(nr_files("tamtop"), 1);
	conf_release(&conf);
	assert_int_equal(unlink(NAME), 0);
	conf_open(&conf, false);
	meanwhile = make_once;
	assert_true(save());
	assert_holds(NAME, "# theirs\n\n# saved by tamtop\ndelay = 3\n");
	conf_release(&conf);
	put_file(NAME, "delay = 2\n");
	conf_open(&conf, false);
	meanwhile = change_always;
	assert_not_saved("it keeps changing");
	assert_int_equal(nr_files("tamtop"), 1);
}

/* As late as can be: the one that they have made is not replaced. */
static void test_others_make_it_at_the_same_time(void **state)
{
	(void)state;
	conf_open(&conf, false);
	at_last = make_once;
	assert_true(save());
	assert_holds(NAME, "# theirs\n\n# saved by tamtop\ndelay = 3\n");
	assert_int_equal(nr_files("tamtop"), 1);
}

/* As another one that is just about to rename: nobody waits for it. */
static void test_others_hold_the_lock(void **state)
{
	int folder = open("tamtop", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	(void)state;
	assert_int_equal(flock(folder, LOCK_EX), 0);
	conf_open(&conf, false);
	assert_not_saved("another program has locked its folder");
	assert_int_equal(nr_files("tamtop"), 0);
	close(folder);
	assert_true(save());
	/* and it is given back */
	put_file(NAME, "delay = 2\n");
	assert_true(save());
}

static void test_file_systems_that_can_do_less(void **state)
{
	static const int errors[] = { EINVAL, ENOSYS };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		conf_open(&conf, false);
		failing = STEP_RENAME_NEW;
		error = errors[i];
		assert_true(save());
		assert_int_equal(failing, STEP_NONE);
		assert_holds(NAME, "# saved by tamtop\ndelay = 3\n");
		assert_int_equal(unlink(NAME), 0);
		conf_release(&conf);
	}
	conf_open(&conf, false);
	failing = STEP_SYNC_FOLDER;
	error = EINVAL;
	assert_true(save());
	assert_string_equal(told, "saved to ~/" NAME);
}

/* It is there, but for how long? */
static void test_the_folder_is_not_on_disk(void **state)
{
	(void)state;
	put_file(NAME, "delay = 2\n");
	conf_open(&conf, false);
	failing = STEP_SYNC_FOLDER;
	error = EIO;
	assert_true(save());
	assert_string_equal(told,
			    "saved to ~/" NAME ", but the disk reports an error: it may be lost in a crash");
	assert_holds(NAME, "delay = 3\n");
	assert_int_equal(nr_files("tamtop"), 1);
	/* nor that the folder is in its own */
	conf_release(&conf);
	drop("tamtop");
	conf_open(&conf, false);
	failing = STEP_SYNC_FOLDER;
	assert_not_saved("Input/output error");
}

/* What others may read by now is not what they might when it was read. */
static void test_others_close_it_at_the_same_time(void **state)
{
	struct stat st;

	(void)state;
	put_file(NAME, "delay = 2\n");
	assert_int_equal(chmod(NAME, 0644), 0);
	conf_open(&conf, false);
	meanwhile = close_once;
	if (save())
		assert_holds(NAME, "delay = 3\n");
	assert_int_equal(stat(NAME, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0400);
}

static void test_what_changed_since_stays(void **state)
{
	struct settings now;

	(void)state;
	put_file(NAME, "delay = 2\nsort = user\n");
	conf_open(&conf, false);
	put_file(NAME, "# by hand\ndelay = 2\nsort = pid\ntree = yes\n");
	assert_true(save());
	assert_holds(NAME, "# by hand\ndelay = 3\nsort = pid\ntree = yes\n");
	/* nor does it come back with what is saved later */
	now = conf.settings;
	now.letters = true;
	assert_true(conf_save(&conf, &now, told, sizeof(told)));
	assert_holds(NAME, "# by hand\ndelay = 3\nsort = pid\ntree = yes\n\n"
			   "# saved by tamtop\nletters = yes\n");
	/* gone, all that is in force is written */
	assert_int_equal(unlink(NAME), 0);
	assert_true(conf_save(&conf, &now, told, sizeof(told)));
	assert_holds(NAME, "# saved by tamtop\ndelay = 3\nsort = user\nletters = yes\n");
}

/* And so are the keys, whatever they are bound to, and in any order. */
static void test_keys_of_a_file_that_has_gone(void **state)
{
	static const char text[] =
		"# saved by tamtop\ndelay = 3\n\n"
		"[keys]\nback = Esc F8 F7 F6\n"
		"quit = q x Semicolon\ntree = t\nfilter =\n";
	struct settings now;
	char keys[KEYS_TEXT_MAX], again[KEYS_TEXT_MAX];
	int command;

	(void)state;
	put_file(NAME, text);
	conf_open(&conf, false);
	assert_int_equal(conf.warnings.all, 0);
	now = conf.settings;
	assert_int_equal(unlink(NAME), 0);
	assert_true(conf_save(&conf, &now, told, sizeof(told)));
	conf_release(&conf);
	conf_open(&conf, false);
	assert_int_equal(conf.warnings.all, 0);
	assert_int_equal(conf.settings.delay_ns, 3 * NSEC_PER_SEC);
	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++) {
		keymap_text(&now.keys, command_names[command], keys,
			    sizeof(keys));
		keymap_text(&conf.settings.keys, command_names[command], again,
			    sizeof(again));
		assert_string_equal(again, keys);
		assert_int_equal(keymap_is_bound(&now.keys,
						 command_names[command]),
				 keymap_is_bound(&conf.settings.keys,
						 command_names[command]));
	}
	assert_true(conf_save(&conf, &now, told, sizeof(told)));
	assert_string_equal(told, "nothing to save: ~/" NAME " says the same");
	/* nothing else is needed above them */
	conf_release(&conf);
	put_file(NAME, "[keys]\ntree = F7\n");
	conf_open(&conf, false);
	now = conf.settings;
	assert_int_equal(unlink(NAME), 0);
	assert_true(conf_save(&conf, &now, told, sizeof(told)));
	assert_holds(NAME, "[keys]\ntree = F7\n");
	/* only where it has gone: what was deleted by hand stays so */
	put_file(NAME, "delay = 3\n");
	now.tree = true;
	assert_true(conf_save(&conf, &now, told, sizeof(told)));
	assert_holds(NAME, "delay = 3\n\n# saved by tamtop\ntree = yes\n");
}

/* An empty one is by hand, too. */
static void test_keys_of_a_file_that_was_emptied(void **state)
{
	struct settings now;

	(void)state;
	put_file(NAME, "[keys]\ntree = F7\n");
	conf_open(&conf, false);
	now = conf.settings;
	now.tree = true;
	put_file(NAME, "");
	assert_true(conf_save(&conf, &now, told, sizeof(told)));
	assert_holds(NAME, "# saved by tamtop\ntree = yes\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_none_is_no_matter),
		TEST(test_the_folder_is_made),
		TEST(test_defaults_need_no_file),
		TEST(test_a_directory),
		TEST(test_a_fifo),
		TEST(test_a_device_and_a_socket),
		TEST(test_a_gigabyte),
		TEST(test_the_bound),
		TEST(test_a_file_that_tells_no_size),
		TEST(test_zero_bytes),
		TEST(test_links_that_lead_nowhere),
		TEST(test_a_file_that_is_not_ours_to_read),
		TEST(test_a_folder_that_is_closed),
		TEST(test_a_file_above_is_in_the_way),
		TEST(test_places),
		TEST(test_no_home),
		TEST(test_off_is_off),
		TEST(test_permissions_stay),
		TEST(test_an_acl_stays),
		TEST(test_an_acl_of_the_folder_is_not_the_files),
		TEST(test_links_stay),
		TEST(test_a_link_of_another_user),
		TEST(test_what_is_not_to_be_written),
		TEST(test_each_step_may_fail),
		TEST(test_an_owner_that_can_not_be_kept),
		TEST(test_the_folder_can_not_be_made),
		TEST(test_why_a_folder_can_not_be_made),
		TEST(test_signals_in_between),
		TEST(test_others_write_it_at_the_same_time),
		TEST(test_others_make_it_at_the_same_time),
		TEST(test_others_hold_the_lock),
		TEST(test_file_systems_that_can_do_less),
		TEST(test_the_folder_is_not_on_disk),
		TEST(test_others_close_it_at_the_same_time),
		TEST(test_what_changed_since_stays),
		TEST(test_keys_of_a_file_that_has_gone),
		TEST(test_keys_of_a_file_that_was_emptied),
	};

	return cmocka_run_group_tests_name("conf", tests, NULL, NULL);
}
