int
mini_device_register(device_t dev, struct mini_ctx *ctx)
{
	struct mini_softc *scctx = &ctx->softc;
	int error, vectors, rid;

	taskqgroup_attach(mini_group, &ctx->task, ctx, -1, "admin");
	vectors = iflib_msix_init(ctx);
	if ((error = iflib_queues_alloc(ctx)) != 0)
		goto free_vectors;

	if (vectors > 1) {
		error = IFDI_MSIX_INTR_ASSIGN(ctx, vectors);
		if (error != 0)
			goto free_queues;
	} else {
		rid = 0;
		if (scctx->isc_intr == IFLIB_INTR_MSI) {
			rid = 1;
		}
		if ((error = iflib_legacy_setup(ctx, &rid, "irq0")) != 0) {
			device_printf(dev, "no interrupt: %d\n", error);
			goto free_queues;
		}
	}
	return (0);

free_vectors:
	iflib_free_intr_mem(ctx);
free_queues:
	iflib_tx_structures_free(ctx);
	iflib_rx_structures_free(ctx);
	IFDI_DETACH(ctx);
	return (error);
}
