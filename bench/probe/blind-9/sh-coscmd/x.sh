pip install coscmd && coscmd config -a $A -s $S -b bkt-125000 -r ap-hongkong && coscmd upload -r dist /
