"""Configuration by environment variables: `base` is shared by `development`, `test` and `production`."""
