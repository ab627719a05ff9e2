// Both calls, whatever becomes of their results and however they are written.
static int stop(struct unit *unit)
{
	int pending = del_timer(&unit->timer);

	del_timer_sync (&unit->timer);
	if (!del_timer_sync(&unit->other) || del_timer(unit->timers + 1))
		return -EAGAIN;
	return pending + del_timer_sync(
		&unit->last);
}

#define STOP(unit) del_timer_sync(&(unit)->timer)
