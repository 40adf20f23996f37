from math import ulp
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine import DEFAULT, Config, Document, Engine, FieldWeights
from matching.engine.counting import count
from matching.engine.statistics import Statistics
from matching.engine.vocabulary import UNSEEN
from tests.engine.hard_texts import LISTINGS, MARKETS
from tests.engine.market import DEMANDS, OFFERS, engine, made_up, same_weights
