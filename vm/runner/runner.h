/* SPDX-License-Identifier: GPL-2.0 */
/* The parts of the runner, the host's side of a guest. */
#ifndef VM_RUNNER_H
#define VM_RUNNER_H

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../stream.h"

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
	const char *name;	/* of the guest, its host name, too */
	bool named;		/* by the user */
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

/* What messages start with: "vm/run". */
extern const char *program;

/* A message: the program and one line on stderr, the terminal restored. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* say() and exit with @code. */
void die(int code, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), noreturn));

/* Fills @o from the command line and the environment; dies when it is wrong. */
void opts_parse(struct opts *o, int argc, char **argv);

/* The same for the command line of vm/attach. */
void opts_parse_attach(struct opts *o, int argc, char **argv);

/* All of vm/attach; argv[0] is its name. Returns no more than an exit code. */
int attach_main(int argc, char **argv);

/* The compiled terminfo entry of a terminal. */
struct terminfo {
	char data[32768];
	size_t len;		/* bytes; 0: no such entry */
};

/* Looks for the entry of TERM where ncurses looks. Dies if there is none. */
void terminfo_need(struct terminfo *ti);

/* Sends the job of @o as a frame on @fd. Returns false when that fails. */
bool job_send(int fd, const struct opts *o, const struct terminfo *ti);

/*
 * The names under which guests run. rundir_claim() takes the one of @o, or
 * another when the user gave none, which @o has then. It returns a socket on
 * which vm/attach connects, -1 when there is no place for it, and dies when
 * a guest of that name runs. rundir_release() gives the name back.
 */
int rundir_claim(struct opts *o);
void rundir_release(void);

/* Connects to the guest @name. Returns a socket, or -1 with errno. */
int rundir_connect(const char *name);

/* Puts up to @max names of running guests in @names. Returns how many. */
#define RUNDIR_NAME	64
size_t rundir_list(char (*names)[RUNDIR_NAME], size_t max);

/* The rate of the time stamp counter in kHz, measured in 10 ms. */
unsigned long tsc_khz(void);

/* What became of trying KVM; the numbers are in the cache. */
enum kvm_verdict {
	KVM_UNTRIED,
	KVM_WORKS,
	KVM_ABSENT,		/* no such device */
	KVM_DENIED,		/* no access to it */
	KVM_BROKEN,		/* it fails */
	KVM_STUCK,		/* it makes hardly any progress */
};

/*
 * Runs 20 million iterations of a loop in long mode under KVM, in a child and
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
	int ctl, io, err, attach;	/* the ports */
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
	size_t race;		/* the same of a data race that is being told */
	bool race_ours;		/* and the series takes part in it */
	bool race_interrupt;	/* and what is told now is an interrupt's */
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
	const char *leave;	/* keys that are one after Ctrl-A */
	atomic_ullong moved;	/* bytes that are through, or thrown away */
	atomic_bool ended;	/* nothing more comes from @from */
	atomic_bool refused;	/* @to takes nothing any more */
	atomic_bool stop;	/* for the thread: read no more */
	atomic_bool escape;	/* that was typed */
	pthread_t thread;
};

/* Starts the thread. Dies when there is none to be had. */
void relay_start(struct relay *r);

/* Frames that wait until a socket takes them. Starts as all zero. */
struct queue {
	char *buf;		/* owned */
	size_t len, cap;	/* bytes */
};

#define QUEUE_MAX	(1024 * 1024)	/* bytes, with no more than one over */

/* Adds a frame. Returns false when there is no room for it. */
bool queue_frame(struct queue *q, const struct tam_frame *hdr,
		 const void *payload);

/* Sends what @fd takes at once. Returns false when it fails. */
bool queue_send(struct queue *q, int fd);

/* Between the guest's port for attached terminals and their vm/attach. */
struct hub {
	int listener, port;	/* -1: not there; the port is not owned */
	uint16_t last;		/* session that was given out */
	struct frame_in in;	/* from @port */
	struct queue out;	/* to it */
	struct client *clients[TAM_ATTACH_MAX];
};

#define HUB_FDS		(2 + TAM_ATTACH_MAX)

/* Sets up @h; it owns @listener, which may be -1. */
void hub_start(struct hub *h, int listener, int port);

/* Fills @p with what hub_run() is to be called for. */
void hub_watch(const struct hub *h, struct pollfd p[HUB_FDS]);

/* Handles what poll(2) found. */
void hub_run(struct hub *h, const struct pollfd p[HUB_FDS]);

/* Closes all connections: vm/attach takes that for the guest's end. */
void hub_stop(struct hub *h);

/* Signals come on the descriptor that this returns. Call before any thread. */
int signals_open(void);

/*
 * Reads them from @fd: @size becomes true when the terminal's size may have
 * changed, @end the one that is to end the program. Stops and goes on by
 * itself, with the terminal @raw afterwards.
 */
void signals_read(int fd, bool raw, bool *size, int *end);

/* Ends as @sig would have ended a plain program. */
void end_by(int sig) __attribute__((noreturn));

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
	struct hub hub;
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

/*
 * Runs the guest to its end, which it returns; QEMU is gone then. Other
 * terminals connect to @listener, unless it is -1.
 */
enum guest_end guest_run(struct guest *g, int listener);

/* Seconds without a sign of life after which a guest counts as hung. */
unsigned long guest_patience(const struct guest *g);

#endif
