/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_CGROUP_H
#define TUI_SOURCE_CGROUP_H

/*
 * The path of the control group of a process, as /proc/PID/cgroup, @text, tells
 * it: of cgroup v2, or where v2 has the process in its root and v1 has not, of
 * the v1 hierarchy of memory, of systemd, or the first there is, in that order.
 * NULL: @text tells of none. To be freed; dies when memory is out.
 */
char *cgroup_path(const char *text);

#endif
