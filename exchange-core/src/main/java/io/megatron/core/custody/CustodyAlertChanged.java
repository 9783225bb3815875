package io.megatron.core.custody;

import io.megatron.mapper.custody.CustodyAlert;

/**
 * Something of the chain needs somebody's hand, or no longer does.
 *
 * @param state RAISED or CLEARED
 */
public record CustodyAlertChanged(String alertId, String alert, String message, String state) {
    public static final String KIND = "custody_alert_changed";

    /** The event of an alert that a batch has just raised or cleared. */
    public static CustodyAlertChanged of(CustodyAlert alert) {
        return new CustodyAlertChanged(
                alert.id().toString(),
                alert.kind().name(),
                alert.message(),
                alert.isOpen() ? "RAISED" : "CLEARED");
    }
}
