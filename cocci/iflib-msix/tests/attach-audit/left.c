int
mini_pseudo_register(device_t dev, struct mini_ctx *ctx)
{
	int error;

	taskqgroup_attach(mini_group, &ctx->task, ctx, -1, "admin");
	if ((error = iflib_queues_alloc(ctx)) != 0)
		goto detach;
	if ((error = IFDI_ATTACH_POST(ctx)) != 0)
		goto free_queues;
	return (0);

free_queues:
	iflib_rx_structures_free(ctx);
detach:
	IFDI_DETACH(ctx);
	return (error);
}
