"""The engines that the plan runs on."""
