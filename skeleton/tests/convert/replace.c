// A call is converted, whatever becomes of its result.
static void stop(struct device *dev)
{
	del_timer_sync(&dev->timer);
	if (del_timer_sync(&dev->other))
		dev->pending = false;
}
