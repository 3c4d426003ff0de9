/* SPDX-License-Identifier: GPL-2.0 */
/* The parts of the runner, the host's side of a guest. */
#ifndef VM_RUNNER_H
#define VM_RUNNER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../frame.h"

/* Exit codes of vm/run that are not the command's. */
enum {
	EXIT_USAGE = 2,		/* the command line is wrong */
	EXIT_HANG = 124,	/* the guest hung or --timeout passed */
	EXIT_BROKEN = 125,	/* no guest, a fault of its kernel, no status */
};

/* What TAM_ACCEL asks for. */
enum accel {
	ACCEL_AUTO,		/* KVM where it is sure to work */
	ACCEL_TCG,		/* emulation: works everywhere */
	ACCEL_KVM,
};

/* The command line of vm/run, and of vm/attach. */
struct opts {
	const char *kernel;	/* vmlinux */
	const char *initrd;
	const char *name;	/* host name of the guest */
	const char *share;	/* directory for /share, or NULL */
	unsigned long mem_mib;	/* memory of the guest */
	unsigned long cpus;
	unsigned long timeout;	/* seconds for the command, 0: no limit */
	bool tamtop;		/* the session starts with tamtop */
	bool debug;		/* the kernel is slow: be patient with it */
	bool icount;		/* time is the number of instructions */
	bool check;		/* only say whether this could run */
	enum accel accel;
	bool kvm;		/* what became of @accel */
	bool tty;		/* on a terminal, else on pipes */
	char **command;		/* ended by NULL; command[0] NULL: session */
};

/* A message: "vm/run: " and one line on stderr, the terminal restored. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* say() and exit with @code. */
void die(int code, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), noreturn));

/* Fills @o from the command line and the environment; dies when it is wrong. */
void opts_parse(struct opts *o, int argc, char **argv);

/* The compiled terminfo entry of a terminal. */
struct terminfo {
	char data[32768];
	size_t len;		/* bytes; 0: no such entry */
};

/*
 * Looks for the entry of @term where ncurses looks. Returns false when there
 * is none, or when @term is no name of a terminal.
 */
bool terminfo_find(struct terminfo *ti, const char *term);

/* The rate of the time stamp counter in kHz, measured in 10 ms. */
unsigned long tsc_khz(void);

/* What became of trying KVM; the numbers are in the cache. */
enum kvm_verdict {
	KVM_UNTRIED,
	KVM_WORKS,
	KVM_ABSENT,		/* no such device */
	KVM_DENIED,		/* no access to it */
	KVM_BROKEN,		/* it fails */
	KVM_STUCK,		/* it makes no progress */
};

/*
 * Runs a million iterations of a loop in long mode under KVM, in a child and
 * for 2 s at most. Never returns KVM_UNTRIED.
 */
enum kvm_verdict kvm_probe(void);

/* True when nothing cheap to see speaks against KVM. */
bool kvm_likely(void);

/*
 * What tsc_khz() and kvm_probe() found, kept until the machine boots again.
 * With @again a verdict other than KVM_WORKS is looked into anew.
 */
unsigned long host_tsc_khz(void);
enum kvm_verdict host_kvm(bool again);

/* A running QEMU: every descriptor is a socket to one of its devices. */
struct qemu {
	pid_t pid;
	int pidfd;		/* readable when it has ended */
	int ctl, io, err;	/* the ports */
	int console;		/* the guest's kernel log */
	int complaints;		/* QEMU's own stderr */
};

/*
 * Starts QEMU for @o. It dies with the runner, and has no terminal. Dies
 * with one line when that cannot be; what QEMU itself finds wrong later
 * comes on @complaints.
 */
void qemu_start(struct qemu *q, const struct opts *o);

/*
 * The host's terminal. tty_raw() hands all keys to the guest, saving what
 * was; tty_restore() puts that back and may be called at any time, also
 * again. tty_size() gives 0 for what is not known.
 */
void tty_raw(void);
void tty_restore(void);
void tty_size(uint32_t *rows, uint32_t *cols);

/*
 * Follows what the guest writes to the terminal, so that a guest that ends
 * in the middle of a screen can be cleaned up after.
 */
void modes_follow(const char *buf, size_t len);

/* Undoes on the terminal what modes_follow() saw and was not undone yet. */
void modes_undo(void);

/* The guest's kernel log, or QEMU's complaints: text that may be shown. */
struct klog {
	char *text;		/* owned; lives as long as the program */
	size_t len, cap;	/* bytes */
	size_t line;		/* where the line that is still growing starts */
	size_t fault;		/* where a fault starts, or SIZE_MAX */
	char what[160];		/* its first line, or "" */
};

/* Starts an empty log. */
void klog_init(struct klog *k);

/* Takes what @fd has. Returns false at its end. */
bool klog_read(struct klog *k, int fd);

/* Prints the fault with what surrounds it, else the last lines, on stderr. */
void klog_show(const struct klog *k);

/*
 * One stream between the host and the guest, moved by a thread of its own:
 * a slow side holds up nothing else, and no descriptor that is shared with
 * other programs has to be made non-blocking.
 */
struct relay {
	enum tam_stream_nr nr;
	int from, to;		/* not owned */
	int wake;		/* eventfd: rung when a field below changes */
	bool tty;		/* watch keys for the escape, and the modes */
	atomic_ullong moved;	/* bytes that are through, or thrown away */
	atomic_bool ended;	/* nothing more comes from @from */
	atomic_bool refused;	/* @to takes nothing any more */
	atomic_bool stop;	/* for the thread: read no more */
	atomic_bool escape;	/* Ctrl-A x was typed */
	pthread_t thread;
};

/* Starts the thread. Dies when there is none to be had. */
void relay_start(struct relay *r);

/* How a guest ended. */
enum guest_end {
	END_EXIT,		/* the command's status came, and its output */
	END_ESCAPE,		/* Ctrl-A x */
	END_SIGNAL,		/* the runner was told to end */
	END_GONE,		/* QEMU ended before that */
	END_HANG_BOOT,		/* the guest did not come up */
	END_HANG,		/* no heartbeat */
	END_TIMEOUT,		/* --timeout passed */
	END_CONFUSED,		/* init speaks another protocol */
};

/* A guest from start to end. */
struct guest {
	const struct opts *opts;
	const struct terminfo *terminfo;
	struct qemu qemu;
	struct relay relay[TAM_STREAMS];
	struct frame_in in;
	struct klog console, complaints;
	int sigfd, wake;
	bool hello;		/* init is up */
	bool exited;		/* @exit is valid */
	struct tam_exit exit;
	bool said_eof, said_closed[TAM_STREAMS];
	bool silenced;		/* nothing more comes on the control port */
	bool gone;		/* QEMU has ended */
	int qemu_status;	/* then: as from waitpid(2) */
	int signal;		/* the one that ended the runner */
	/* The watchdog, in ms. It counts only time in which the runner ran. */
	int64_t last, silent, command_since;
};

/* Blocks the signals that guest_run() takes. Call before any thread. */
void guest_signals(struct guest *g);

/* Runs the guest to its end, which it returns; QEMU is gone then. */
enum guest_end guest_run(struct guest *g);

/* Sends the job. Dies when it is too long. */
void guest_send_job(struct guest *g);

/* Seconds without a sign of life after which a guest counts as hung. */
unsigned long guest_patience(const struct guest *g);

#endif
