"""Every sensor."""

from sensors.fleet_discovery import fleet_discovery
from sensors.fleet_rollup import fleet_rollup
from sensors.inbox import inbox
from sensors.repository_moves import repository_moves
from sensors.run_outcome import run_outcome
from sensors.schedules import schedules
from sensors.transitions import transitions

SENSORS = [
    inbox,
    schedules,
    repository_moves,
    fleet_discovery,
    fleet_rollup,
    run_outcome,
    transitions,
]
