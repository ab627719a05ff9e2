/* Nothing gives the vectors back, so there is no label to go to; and no task is attached. */
int
mini_device_register(device_t dev, struct mini_ctx *ctx)
{
	struct mini_softc *scctx = &ctx->softc;
	int error, vectors, rid;

	vectors = iflib_msix_init(ctx);
	if (vectors > 1) {
		error = IFDI_MSIX_INTR_ASSIGN(ctx, vectors);
		if (error != 0)
			goto out;
	} else {
		rid = 0;
		if (scctx->isc_intr == IFLIB_INTR_MSI) {
			rid = 1;
		}
		if ((error = iflib_legacy_setup(ctx, &rid, "irq0")) != 0) {
			device_printf(dev, "no interrupt: %d\n", error);
			goto out;
		}
	}
	return (0);

out:
	iflib_rx_structures_free(ctx);
	IFDI_DETACH(ctx);
	return (error);
}
