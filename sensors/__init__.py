"""Every sensor."""

from sensors.fleet_rollup import fleet_rollup

SENSORS = [fleet_rollup]
