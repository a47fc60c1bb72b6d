"""What several tests share: spoilt copies, folded sheets, edited handouts, an office to edit in, and the judges."""
