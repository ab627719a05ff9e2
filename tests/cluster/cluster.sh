# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the tests on a cluster share: Slurm with several nodes on this machine, munge and Redis, all
# of it below $work, started, used and stopped by the test. Sourced behind tests/lib.sh.
#
#	needs_cluster		skip all, with the reason, where a program is missing
#	start_cluster NODE...	munged, slurmctld, and a slurmd for each node
#	start_node NODE, kill_node NODE	one slurmd; to kill takes what runs on it, too
#	start_controller, stop_controller
#	start_redis, stop_redis	on $work/redis.sock
#	stop_cluster		also at the end of the test, whatever becomes of it
#	jobs			the jobs that Slurm has, of all users

cluster=$work/cluster
SLURM_CONF=$cluster/slurm.conf
export SLURM_CONF
# Ports are shared, for the tests have the network of the machine.
port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 20000))

needs_cluster() {
	PATH=$PATH:/usr/sbin:/sbin
	export PATH
	for program in slurmctld slurmd sbatch squeue scancel munged redis-server ccache; do
		command -v "$program" >/dev/null ||
			skip_all "no $program: ci/setup cluster installs it"
	done
}

write_slurm_conf() { # NODE...
	host=$(hostname -s)
	user=$(id -un)
	cat <<-CONF
		ClusterName=treewide
		SlurmctldHost=$host(127.0.0.1)
		SlurmctldPort=$port
		SlurmUser=$user
		SlurmdUser=$user
		AuthType=auth/munge
		AuthInfo=socket=$cluster/munge.sock
		CredType=cred/munge
		StateSaveLocation=$cluster/controller
		SlurmdSpoolDir=$cluster/spool.%n
		SlurmctldPidFile=$cluster/slurmctld.pid
		SlurmdPidFile=$cluster/slurmd.%n.pid
		SlurmctldLogFile=$cluster/slurmctld.log
		SlurmdLogFile=$cluster/slurmd.%n.log
		ProctrackType=proctrack/pgid
		TaskPlugin=task/none
		SelectType=select/cons_tres
		SchedulerType=sched/backfill
		SchedulerParameters=sched_interval=2,bf_interval=2
		MpiDefault=none
		CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
		ReturnToService=2
		SlurmdTimeout=8
		KillWait=2
		MinJobAge=20
		JobRequeue=1
	CONF
	nodes=
	node_port=$port
	for node; do
		node_port=$((node_port + 1))
		echo "NodeName=$node NodeAddr=127.0.0.1 NodeHostname=$host Port=$node_port CPUs=1"
		nodes=$nodes${nodes:+,}$node
	done
	echo "PartitionName=main Nodes=$nodes Default=YES MaxTime=INFINITE State=UP"
}

start_munge() {
	head -c 1024 /dev/urandom >"$cluster/munge.key" && chmod 400 "$cluster/munge.key" &&
		munged --force --key-file="$cluster/munge.key" --socket="$cluster/munge.sock" \
			--pid-file="$cluster/munge.pid" --log-file="$cluster/munge.log" \
			--seed-file="$cluster/munge.seed" >"$cluster/munge.out" 2>&1
}

# It answers, or is gone: then the wait ends, too.
controller_answers() {
	sinfo >/dev/null 2>&1 || ! kill -0 "$controller" 2>/dev/null
}

start_controller() {
	slurmctld -D >"$cluster/slurmctld.out" 2>&1 &
	controller=$!
	await controller_answers && sinfo >/dev/null 2>&1
}

stop_controller() {
	kill "$controller" && wait "$controller"
}

start_node() { # NODE
	slurmd -D -N "$1" >"$cluster/$1.out" 2>&1 &
	echo $! >"$cluster/$1.own"
}

# With all that runs there.
kill_node() { # NODE
	node_pid=$(cat "$cluster/$1.own")
	kill -s KILL "$node_pid"
	# A job has its node in its environment, and nothing else of a test has.
	for process in /proc/[0-9]*; do
		tr '\0' '\n' 2>/dev/null <"$process/environ" | grep -qx "SLURMD_NODENAME=$1" &&
			kill -s KILL "${process#/proc/}"
	done 2>/dev/null
	wait "$node_pid" 2>/dev/null
	return 0
}

all_idle() {
	[ "$(sinfo -h -N -o '%T' 2>/dev/null | sort -u)" = idle ]
}

start_cluster() { # NODE...
	mkdir -p "$cluster/controller" && chmod 755 "$work" "$cluster" &&
		write_slurm_conf "$@" >"$SLURM_CONF" && start_munge && start_controller || return
	for node; do
		mkdir -p "$cluster/spool.$node" && start_node "$node"
	done
	trap 'stop_cluster; clean_up' EXIT
	await all_idle
}

start_redis() { # [ARG...]
	redis-server --port 0 --unixsocket "$work/redis.sock" --dir "$work" --save '' \
		--daemonize no "$@" >>"$work/redis.log" 2>&1 &
	redis=$!
	await redis-cli -s "$work/redis.sock" ping >/dev/null 2>&1
}

stop_redis() {
	[ -z "${redis-}" ] || { kill -s KILL "$redis" && wait "$redis"; } 2>/dev/null
	redis=
}

# In the order in which they need each other, and never a process that is not ours.
stop_cluster() {
	[ -z "${coordinator-}" ] || kill "$coordinator" 2>/dev/null
	scancel --me >/dev/null 2>&1
	stop_redis
	for own in "$cluster"/*.own; do
		[ -e "$own" ] && kill "$(cat "$own")" 2>/dev/null
	done
	[ -z "${controller-}" ] || kill "$controller" 2>/dev/null
	[ ! -e "$cluster/munge.pid" ] || kill "$(cat "$cluster/munge.pid")" 2>/dev/null
	wait
}

jobs_of_slurm() {
	squeue -h -r -o '%j %K %T'
}
