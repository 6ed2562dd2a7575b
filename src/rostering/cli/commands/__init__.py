"""Commands, by what they are for; `--help` lists them in this order."""

from rostering.cli.commands import starting as starting  # isort: split

from rostering.cli.commands import siting as siting  # isort: split

from rostering.cli.commands import importing as importing  # isort: split

from rostering.cli.commands import travelling as travelling  # isort: split

from rostering.cli.commands import planning as planning  # isort: split

from rostering.cli.commands import living as living  # isort: split

from rostering.cli.commands import delivering as delivering  # isort: split

from rostering.cli.commands import deciding as deciding  # isort: split

from rostering.cli.commands import sweeping as sweeping  # isort: split

from rostering.cli.commands import funding as funding  # isort: split

from rostering.cli.commands import reading as reading  # isort: split

from rostering.cli.commands import reporting as reporting  # isort: split

from rostering.cli.commands import exporting as exporting
