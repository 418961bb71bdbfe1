from hypothesis import settings

# A loaded machine is slow now and then; a slow example is no wrong example.
settings.register_profile("engine", deadline=None)
settings.load_profile("engine")
