"""The register's own number: eight random digits and a check digit. It encodes nothing about the person."""

import secrets


def check_digit(digits):
    """Luhn's check digit of a string of digits."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def written_number(numero):
    """The number as people read it: three groups of three digits."""
    return f"{numero[:3]}-{numero[3:6]}-{numero[6:]}"


def new_number(random_below=secrets.randbelow):
    """A number of nine digits. `random_below(n)` gives the chance; the bulk path passes a seeded one."""
    digits = str(10_000_000 + random_below(90_000_000))
    return digits + check_digit(digits)
